import { onboardingWords, type OnboardingStatus } from '@/lib/onboarding-status'
import { Tag, type Tone } from './tag'

/** Where an onboarding stands, in words. */
export function OnboardingTag({ status }: { status: OnboardingStatus }) {
  return <Tag tone={tones[status]}>{onboardingWords[status]}</Tag>
}

const tones: Record<OnboardingStatus, Tone> = {
  OPEN: 'wait',
  EXCHANGING: 'wait',
  IDENTIFYING: 'wait',
  SYNCING: 'wait',
  COMPLETED: 'ok',
  FAILED: 'bad',
  OUTCOME_UNKNOWN: 'warn',
  EXPIRED: 'off',
  CANCELLED: 'off',
}
