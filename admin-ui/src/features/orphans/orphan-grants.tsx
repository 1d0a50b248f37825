import { useQuery } from 'urql'
import { EmptyPage } from '@/components/empty-page'
import { PageFailure } from '@/components/page-failure'
import { Pager } from '@/components/pager'
import { Panel } from '@/components/panel'
import { graphql } from '@/lib/graphql'
import { pageArguments, pageInfoFragment, type Cursor } from '@/lib/paging'
import { useKept } from '@/lib/use-kept'
import { OrphanGrantsTable, orphanGrantRowFragment } from './orphan-grants-table'
import classes from './orphans.module.css'
import type { OrphansSearch } from './orphans-search'

const orphanGrantsQuery = graphql(
  `
    query OrphanGrants($first: Int, $after: String, $last: Int, $before: String) {
      orphanGrants(first: $first, after: $after, last: $last, before: $before, filter: { open: true }) {
        totalCount
        pageInfo {
          ...Page
        }
        edges {
          cursor
          node {
            ...OrphanGrantRow
          }
        }
      }
    }
  `,
  [pageInfoFragment, orphanGrantRowFragment],
)

const pageSize = 25

interface OrphanGrantsProps {
  search: OrphansSearch
  onSearch: (search: OrphansSearch) => void
}

/** Open grants at Meta that nobody here holds the token of; nothing as long as there are none. */
export function OrphanGrants({ search, onSearch }: OrphanGrantsProps) {
  const cursor: Cursor = { after: search.orphansAfter, before: search.orphansBefore }
  const [{ data, error, fetching, stale }, refetch] = useQuery({
    query: orphanGrantsQuery,
    requestPolicy: 'cache-and-network',
    variables: pageArguments(cursor, pageSize),
  })
  const list = useKept(data?.orphanGrants)
  const move = ({ after, before }: Cursor) => onSearch({ orphansAfter: after, orphansBefore: before })
  if (!list?.totalCount && !error) {
    return null
  }
  return (
    <div className={classes.panel}>
      <Panel
        title="Orphan grants"
        hint="An orphan grant is one whose token never arrived here from Meta; send its client a link to connect again."
        flush
      >
        {error && (
          <div className={classes.failure}>
            <PageFailure
              error={error}
              cursor={cursor}
              onRetry={() => refetch({ requestPolicy: 'network-only' })}
              onFirstPage={() => move({})}
            />
          </div>
        )}
        {list && list.edges.length === 0 && list.totalCount > 0 && <EmptyPage onFirstPage={() => move({})} />}
        {list && list.edges.length > 0 && (
          <>
            <OrphanGrantsTable grants={list.edges} busy={fetching || stale} />
            <Pager
              page={list.pageInfo}
              total={list.totalCount}
              one="orphan grant"
              many="orphan grants"
              size={pageSize}
              onMove={move}
            />
          </>
        )}
      </Panel>
    </div>
  )
}
