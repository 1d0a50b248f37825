import type { ResultOf } from 'gql.tada'
import { graphql } from './graphql'

/** All of a problem; every screen that shows one shows the same card. */
export const problemFragment = graphql(`
  fragment Problem on Problem @_unmask {
    code
    message
    action
    actor
    since
    retryable
    retryAt
    metaCode
    metaSubcode
    fbtraceId
  }
`)

export type Problem = ResultOf<typeof problemFragment>
