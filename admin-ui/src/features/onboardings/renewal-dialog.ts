import type { OnboardingStatus } from '@/lib/onboarding-status'

/** An onboarding whose invitation an operator may change. */
export interface Renewable {
  id: string
  status: OnboardingStatus
  expiresAt: string
}

/** What a dialog about one invitation is opened with. */
export interface RenewalDialogProps {
  onboarding: Renewable
  opened: boolean
  onClose: () => void
  onChange: () => void
}
