import { useQuery } from 'urql'
import { Cell } from '@/components/cell'
import { DataTable } from '@/components/data-table'
import { Empty } from '@/components/empty'
import { ExternalLink } from '@/components/external-link'
import { Moment } from '@/components/moment'
import { PagedList } from '@/components/paged-list'
import { Tag } from '@/components/tag'
import { graphql } from '@/lib/graphql'
import { pageArguments, pageInfoFragment, type Cursor } from '@/lib/paging'
import { useKept } from '@/lib/use-kept'
import { useRefetchWhile } from '@/lib/use-refetch-while'
import classes from './webhooks.module.css'

const deletionsQuery = graphql(
  `
    query Deletions($first: Int, $after: String, $last: Int, $before: String) {
      deletions(first: $first, after: $after, last: $last, before: $before) {
        totalCount
        pageInfo {
          ...Page
        }
        edges {
          cursor
          node {
            code
            statusUrl
            origin
            requestedAt
            begunAt
            completedAt
          }
        }
      }
    }
  `,
  [pageInfoFragment],
)

const pageSize = 25

/** Requests to delete, the last first. */
export function Deletions({ cursor, onMove }: { cursor: Cursor; onMove: (cursor: Cursor) => void }) {
  const [{ data, error, fetching }, refetch] = useQuery({
    query: deletionsQuery,
    requestPolicy: 'cache-and-network',
    variables: pageArguments(cursor, pageSize),
  })
  const list = useKept(data?.deletions)
  const ask = () => refetch({ requestPolicy: 'network-only' })
  useRefetchWhile(true, ask)

  return (
    <PagedList
      list={list}
      error={error}
      cursor={cursor}
      one="request to delete"
      many="requests to delete"
      size={pageSize}
      onMove={onMove}
      onRetry={ask}
      empty={
        <Empty icon="check" title="Nobody has asked for a deletion">
          A client asks by way of Meta’s data deletion callback; erasing a business here is kept as a request, too.
        </Empty>
      }
    >
      {(rows) => (
        <DataTable
          caption="Requests to delete"
          busy={fetching}
          head={
            <>
              <th scope="col">Confirmation code</th>
              <th scope="col">Asked by</th>
              <th scope="col">State</th>
              <th scope="col">Asked</th>
              <th scope="col">Carried out</th>
            </>
          }
        >
          {rows.map(({ cursor: place, node }) => (
            <tr key={place}>
              <Cell label="Confirmation code" heading>
                <span className={classes.code}>
                  <ExternalLink href={node.statusUrl}>{node.code}</ExternalLink>
                </span>
              </Cell>
              <Cell label="Asked by">{node.origin === 'META' ? 'A client, at Meta' : 'Staff or a backend, here'}</Cell>
              <Cell label="State">
                <State begunAt={node.begunAt} completedAt={node.completedAt} />
              </Cell>
              <Cell label="Asked">
                <Moment at={node.requestedAt} />
              </Cell>
              <Cell label="Carried out">
                <Moment at={node.completedAt} none="Not yet" />
              </Cell>
            </tr>
          ))}
        </DataTable>
      )}
    </PagedList>
  )
}

function State({ begunAt, completedAt }: { begunAt: string | null; completedAt: string | null }) {
  if (completedAt) {
    return <Tag tone="ok">Deleted</Tag>
  }
  return <Tag tone="wait">{begunAt ? 'Under way' : 'Received'}</Tag>
}
