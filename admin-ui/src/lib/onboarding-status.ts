import type { graphql } from './graphql'

/** Where an onboarding stands. */
export type OnboardingStatus = ReturnType<typeof graphql.scalar<'OnboardingStatus'>>
