import type { graphql } from './graphql'

/** Where an onboarding stands. */
export type OnboardingStatus = ReturnType<typeof graphql.scalar<'OnboardingStatus'>>

/** Each status in words. */
export const onboardingWords: Record<OnboardingStatus, string> = {
  OPEN: 'Waiting for the client',
  EXCHANGING: 'Exchanging the code',
  IDENTIFYING: 'Identifying the business',
  SYNCING: 'Reading datasets',
  COMPLETED: 'Completed',
  FAILED: 'Failed',
  OUTCOME_UNKNOWN: 'Outcome unknown',
  EXPIRED: 'Expired',
  CANCELLED: 'Cancelled',
}

export const onboardingStatuses = Object.keys(onboardingWords) as OnboardingStatus[]

/** Those that wait for their client or are being worked on. */
export const pendingStatuses = ['OPEN', 'EXCHANGING', 'IDENTIFYING', 'SYNCING'] satisfies OnboardingStatus[]

/** Whether staff may cancel or extend it, or give it another link: no code is under way, and it has not come to an end for good. */
export function isRenewable(status: OnboardingStatus) {
  return status === 'OPEN' || status === 'FAILED' || status === 'OUTCOME_UNKNOWN' || status === 'EXPIRED'
}

/** Whether nothing more happens to it until staff act. One that failed may be given another code. */
export function isOver(status: OnboardingStatus) {
  return status === 'COMPLETED' || status === 'EXPIRED' || status === 'CANCELLED'
}
