import { Button, VisuallyHidden } from '@mantine/core'
import { useState } from 'react'
import { useQuery } from 'urql'
import { EmptyPage } from '@/components/empty-page'
import { Icon } from '@/components/icon'
import classes from '@/components/list-page.module.css'
import { ListSkeleton } from '@/components/list-skeleton'
import { PageFailure } from '@/components/page-failure'
import { PageHeader } from '@/components/page-header'
import { Pager } from '@/components/pager'
import { plural } from '@/lib/format'
import { graphql } from '@/lib/graphql'
import { pageArguments, pageInfoFragment, type Cursor } from '@/lib/paging'
import { useKept } from '@/lib/use-kept'
import { useNow } from '@/lib/use-now'
import { AllDatasetsEmpty } from './all-datasets-empty'
import { AllDatasetsFilters } from './all-datasets-filters'
import {
  exportPath,
  filterOf,
  isFiltered,
  orderFields,
  orderOf,
  sizeOf,
  type DatasetsSearch,
} from './all-datasets-search'
import { allDatasetsRowFragment, AllDatasetsTable } from './all-datasets-table'

const allDatasetsQuery = graphql(
  `
    query AllDatasets(
      $first: Int
      $after: String
      $last: Int
      $before: String
      $filter: DatasetFilter
      $orderBy: DatasetOrder
    ) {
      datasets(first: $first, after: $after, last: $last, before: $before, filter: $filter, orderBy: $orderBy) {
        totalCount
        pageInfo {
          ...Page
        }
        edges {
          cursor
          node {
            ...AllDatasetsRow
          }
        }
      }
    }
  `,
  [pageInfoFragment, allDatasetsRowFragment],
)

interface AllDatasetsPageProps {
  search: DatasetsSearch
  onSearch: (search: DatasetsSearch) => void
}

/** The datasets of all businesses. */
export function AllDatasetsPage({ search, onSearch }: AllDatasetsPageProps) {
  const order = orderOf(search)
  const [{ data, error, fetching, stale }, refetch] = useQuery({
    query: allDatasetsQuery,
    requestPolicy: 'cache-and-network',
    variables: {
      ...pageArguments(search, sizeOf(search)),
      filter: filterOf(search, useNow()),
      orderBy: { field: orderFields[order.sort], direction: order.dir === 'asc' ? 'ASC' : 'DESC' },
    },
  })
  const list = useKept(data?.datasets)
  const move = (cursor: Cursor) => onSearch({ ...search, after: undefined, before: undefined, ...cursor })
  const [clearings, setClearings] = useState(0)
  const clear = () => {
    setClearings(clearings + 1)
    onSearch({ size: search.size, sort: search.sort, dir: search.dir })
  }

  return (
    <>
      <PageHeader
        title="Datasets"
        documentTitle="Datasets"
        below="What the clients’ businesses own, or have been given, and have granted"
        actions={
          <Button
            component="a"
            href={exportPath(search)}
            variant="default"
            leftSection={<Icon name="down" size={16} />}
          >
            Export CSV
          </Button>
        }
      />
      <AllDatasetsFilters search={search} onSearch={onSearch} clearings={clearings} onClear={clear} />
      <VisuallyHidden role="status">{list && `${plural(list.totalCount, 'dataset')} found`}</VisuallyHidden>
      <div className={classes.list}>
        {error && (
          <PageFailure
            error={error}
            cursor={search}
            onRetry={() => refetch({ requestPolicy: 'network-only' })}
            onFirstPage={() => move({})}
          />
        )}
        {!list && !error && <ListSkeleton label="Loading datasets" />}
        {list && list.edges.length === 0 && list.totalCount > 0 && <EmptyPage onFirstPage={() => move({})} />}
        {list && list.totalCount === 0 && <AllDatasetsEmpty filtered={isFiltered(search)} onClear={clear} />}
        {list && list.edges.length > 0 && (
          <>
            <AllDatasetsTable rows={list.edges} search={search} onSearch={onSearch} busy={fetching || stale} />
            <Pager
              page={list.pageInfo}
              total={list.totalCount}
              one="dataset"
              many="datasets"
              size={sizeOf(search)}
              onSize={(size) => onSearch({ ...search, size, after: undefined, before: undefined })}
              onMove={move}
            />
          </>
        )}
      </div>
    </>
  )
}
