import { useQuery } from 'urql'
import { Empty } from '@/components/empty'
import { PagedList } from '@/components/paged-list'
import { graphql } from '@/lib/graphql'
import { pageArguments, pageInfoFragment, type Cursor } from '@/lib/paging'
import { useKept } from '@/lib/use-kept'
import { tokenLeaseRowFragment, TokenLeasesTable } from './token-leases-table'
import classes from './token-leases.module.css'

const pageSize = 25

const tokenLeasesQuery = graphql(
  `
    query TokenLeases($id: ID!, $first: Int, $after: String, $last: Int, $before: String) {
      business(id: $id) {
        id
        tokenLeases(first: $first, after: $after, last: $last, before: $before) {
          totalCount
          pageInfo {
            ...Page
          }
          edges {
            cursor
            node {
              ...TokenLeaseRow
            }
          }
        }
      }
    }
  `,
  [pageInfoFragment, tokenLeaseRowFragment],
)

interface TokenLeasesProps {
  businessId: string
  cursor: Cursor
  onMove: (cursor: Cursor) => void
}

/** The tokens of a business that partners' backends were given: by whom, what for, and what became of them. */
export function TokenLeases({ businessId, cursor, onMove }: TokenLeasesProps) {
  const [{ data, error, fetching, stale }, refetch] = useQuery({
    query: tokenLeasesQuery,
    requestPolicy: 'cache-and-network',
    variables: { id: businessId, ...pageArguments(cursor, pageSize) },
  })
  const list = useKept(data?.business?.tokenLeases)
  return (
    <>
      <p className={classes.hint}>
        Tokens for one dataset each, which a partner’s backend sends events with. The tokens themselves are shown nowhere.
      </p>
      <PagedList
        list={list}
        error={error}
        cursor={cursor}
        one="leased token"
        many="leased tokens"
        size={pageSize}
        onMove={onMove}
        onRetry={() => refetch({ requestPolicy: 'network-only' })}
        empty={
          <Empty icon="key" title="None">
            No backend has asked for a token. API keys with the scope tokens:lease may, where the setting TOKEN_LEASES is on.
          </Empty>
        }
      >
        {(rows) => <TokenLeasesTable rows={rows} busy={fetching || stale} />}
      </PagedList>
    </>
  )
}
