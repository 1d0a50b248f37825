import type { ResultOf } from 'gql.tada'
import { graphql } from '@/lib/graphql'

/** One request to an endpoint, and what came back. */
export const attemptFragment = graphql(`
  fragment Attempt on WebhookAttempt @_unmask {
    at
    durationMs
    status
    answer
    failure
    explanation
  }
`)

export type Attempt = ResultOf<typeof attemptFragment>
