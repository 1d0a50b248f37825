import { useQuery } from 'urql'
import { EmptyPage } from '@/components/empty-page'
import { PageFailure } from '@/components/page-failure'
import { Pager } from '@/components/pager'
import { Panel } from '@/components/panel'
import { graphql } from '@/lib/graphql'
import { isLater, pageArguments, pageInfoFragment, type Cursor, type PageInfo } from '@/lib/paging'
import { useKept } from '@/lib/use-kept'
import { OrphanGrantsTable, orphanGrantRowFragment } from './orphan-grants-table'
import classes from './orphans.module.css'
import type { OrphansSearch } from './orphans-search'

// The open ones come first; what has ended follows and is not shown.
const orphanGrantsQuery = graphql(
  `
    query OrphanGrants($first: Int, $after: String, $last: Int, $before: String) {
      orphanGrants(first: $first, after: $after, last: $last, before: $before) {
        pageInfo {
          ...Page
        }
        edges {
          cursor
          node {
            outcome
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

/** Grants at Meta that nobody here holds the token of; nothing as long as there are none. */
export function OrphanGrants({ search, onSearch }: OrphanGrantsProps) {
  const cursor: Cursor = { after: search.orphansAfter, before: search.orphansBefore }
  const [{ data, error, fetching, stale }, refetch] = useQuery({
    query: orphanGrantsQuery,
    requestPolicy: 'cache-and-network',
    variables: pageArguments(cursor, pageSize),
  })
  const list = useKept(data?.orphanGrants)
  const open = list?.edges.filter(({ node }) => node.outcome === null) ?? []
  const isEmptyPage = list !== undefined && open.length === 0 && isLater(cursor)
  const move = ({ after, before }: Cursor) => onSearch({ orphansAfter: after, orphansBefore: before })
  if (open.length === 0 && !isEmptyPage && !error) {
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
        {isEmptyPage && <EmptyPage onFirstPage={() => move({})} />}
        {list && open.length > 0 && (
          <>
            <OrphanGrantsTable grants={open} busy={fetching || stale} />
            <Pager
              {...openPart(list.pageInfo, open.length, list.edges.length)}
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

/** A page without what has ended, and how many are open: that is known only where one page holds them all. */
function openPart(page: PageInfo, open: number, listed: number) {
  const hasNextPage = page.hasNextPage && open === listed
  const isWhole = !hasNextPage && !page.hasPreviousPage
  return { page: { ...page, hasNextPage }, total: isWhole ? open : undefined }
}
