import type { ResultOf } from 'gql.tada'
import { graphql } from '@/lib/graphql'

/** All that is known of a member of staff; every act answers with it. */
export const memberFragment = graphql(`
  fragment Member on User {
    id
    email
    role
    state
    createdAt
    lastSignedInAt
    disabledAt
    hasPassword
    secondFactorSince
    singleSignOnSince
    linkExpiresAt
    openSessions
  }
`)

export type Member = ResultOf<typeof memberFragment>
