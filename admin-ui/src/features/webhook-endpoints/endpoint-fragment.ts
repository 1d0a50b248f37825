import type { ResultOf } from 'gql.tada'
import { graphql } from '@/lib/graphql'

/** All of an endpoint; every act answers with it, so that whatever shows it is right at once. */
export const endpointFragment = graphql(`
  fragment Endpoint on WebhookEndpoint @_unmask {
    id
    url
    description
    eventTypes
    disabledReason
    disabledAt
    createdAt
    secretCreatedAt
    formerSecretUntil
    lastSuccessAt
    lastFailureAt
    pendingCount
    oldestPendingAt
  }
`)

export type Endpoint = ResultOf<typeof endpointFragment>
