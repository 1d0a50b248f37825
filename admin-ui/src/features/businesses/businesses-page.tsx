import { Button, VisuallyHidden } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import { useQuery } from 'urql'
import { EmptyPage } from '@/components/empty-page'
import { Icon } from '@/components/icon'
import { ListBox } from '@/components/list-box'
import { ListSkeleton } from '@/components/list-skeleton'
import { PageFailure } from '@/components/page-failure'
import { PageHeader } from '@/components/page-header'
import { Pager } from '@/components/pager'
import { plural } from '@/lib/format'
import { graphql } from '@/lib/graphql'
import { pageArguments, pageInfoFragment, type Cursor } from '@/lib/paging'
import { useKept } from '@/lib/use-kept'
import { useCanOperate } from '@/lib/viewer'
import { BusinessesEmpty } from './businesses-empty'
import { BusinessesFilters } from './businesses-filters'
import { exportPath, isFiltered, orderFields, orderOf, sizeOf, type BusinessesSearch } from './businesses-search'
import { businessRowFragment, BusinessesTable } from './businesses-table'

const businessesQuery = graphql(
  `
    query Businesses(
      $first: Int
      $after: String
      $last: Int
      $before: String
      $filter: BusinessFilter
      $orderBy: BusinessOrder
    ) {
      businesses(first: $first, after: $after, last: $last, before: $before, filter: $filter, orderBy: $orderBy) {
        totalCount
        pageInfo {
          ...Page
        }
        edges {
          cursor
          node {
            id
            ...BusinessRow
          }
        }
      }
    }
  `,
  [pageInfoFragment, businessRowFragment],
)

interface BusinessesPageProps {
  search: BusinessesSearch
  onSearch: (search: BusinessesSearch) => void
  /** What needs somebody before the list is looked at. */
  above: ReactNode
}

/** All businesses that have ever been connected. */
export function BusinessesPage({ search, onSearch, above }: BusinessesPageProps) {
  const order = orderOf(search)
  const [{ data, error, fetching, stale }, refetch] = useQuery({
    query: businessesQuery,
    requestPolicy: 'cache-and-network',
    variables: {
      ...pageArguments(search, sizeOf(search)),
      filter: { search: search.q, status: search.status, needsAttention: search.attention && true },
      orderBy: { field: orderFields[order.sort], direction: order.dir === 'asc' ? 'ASC' : 'DESC' },
    },
  })
  const canOperate = useCanOperate()
  const list = useKept(data?.businesses)
  const move = (cursor: Cursor) => onSearch({ ...search, after: undefined, before: undefined, ...cursor })
  const [clearings, setClearings] = useState(0)
  const clear = () => {
    setClearings(clearings + 1)
    onSearch({ size: search.size, sort: search.sort, dir: search.dir })
  }

  return (
    <>
      <PageHeader
        title="Businesses"
        documentTitle="Businesses"
        below="Clients that have connected through Facebook Login for Business"
        actions={
          <>
            <Button
              component="a"
              href={exportPath(search)}
              variant="default"
              leftSection={<Icon name="down" size={16} />}
            >
              Export CSV
            </Button>
            {canOperate && (
              <Button component="a" href="/admin/connect">
                Connect a business
              </Button>
            )}
          </>
        }
      />
      {above}
      <BusinessesFilters search={search} onSearch={onSearch} clearings={clearings} onClear={clear} />
      <VisuallyHidden role="status">
        {list && `${plural(list.totalCount, 'business', 'businesses')} found`}
      </VisuallyHidden>
      <ListBox>
        {error && (
          <PageFailure
            error={error}
            cursor={search}
            onRetry={() => refetch({ requestPolicy: 'network-only' })}
            onFirstPage={() => move({})}
          />
        )}
        {!list && !error && <ListSkeleton label="Loading businesses" />}
        {list && list.edges.length === 0 && list.totalCount > 0 && <EmptyPage onFirstPage={() => move({})} />}
        {list && list.totalCount === 0 && <BusinessesEmpty filtered={isFiltered(search)} onClear={clear} />}
        {list && list.edges.length > 0 && (
          <>
            <BusinessesTable rows={list.edges} search={search} onSearch={onSearch} busy={fetching || stale} />
            <Pager
              page={list.pageInfo}
              total={list.totalCount}
              one="business"
              many="businesses"
              size={sizeOf(search)}
              onSize={(size) => onSearch({ ...search, size, after: undefined, before: undefined })}
              onMove={move}
            />
          </>
        )}
      </ListBox>
    </>
  )
}
