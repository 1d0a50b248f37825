import type { ResultOf } from 'gql.tada'
import { graphql } from './graphql'

/** Where a page of a list stands. */
export const pageInfoFragment = graphql(`
  fragment Page on PageInfo @_unmask {
    hasNextPage
    hasPreviousPage
    startCursor
    endCursor
  }
`)

export type PageInfo = ResultOf<typeof pageInfoFragment>

/** A place in a list: after one cursor, before one, or (neither) at its start. */
export interface Cursor {
  after?: string
  before?: string
}

/** Whether a place is past the start of its list. */
export function isLater({ after, before }: Cursor) {
  return after !== undefined || before !== undefined
}

/** The paging arguments of a Relay list for `size` edges at `cursor`. */
export function pageArguments({ after, before }: Cursor, size: number) {
  return before ? { last: size, before } : { first: size, after }
}
