import type { OnboardingStatus } from '@/lib/onboarding-status'
import { Tag, type Tone } from './tag'

/** Where an onboarding stands, in words. */
export function OnboardingTag({ status }: { status: OnboardingStatus }) {
  return <Tag tone={words[status].tone}>{words[status].label}</Tag>
}

const words: Record<OnboardingStatus, { label: string; tone: Tone }> = {
  OPEN: { label: 'Waiting for the client', tone: 'wait' },
  EXCHANGING: { label: 'Exchanging the code', tone: 'wait' },
  IDENTIFYING: { label: 'Identifying the business', tone: 'wait' },
  SYNCING: { label: 'Reading datasets', tone: 'wait' },
  COMPLETED: { label: 'Completed', tone: 'ok' },
  FAILED: { label: 'Failed', tone: 'bad' },
  OUTCOME_UNKNOWN: { label: 'Outcome unknown', tone: 'warn' },
  EXPIRED: { label: 'Expired', tone: 'off' },
}
