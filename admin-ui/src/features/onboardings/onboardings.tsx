import { useState } from 'react'
import { useQuery } from 'urql'
import { ExportLink } from '@/components/export-link'
import { PagedList } from '@/components/paged-list'
import { momentsOf } from '@/lib/days'
import { graphql } from '@/lib/graphql'
import { pageArguments, pageInfoFragment, type Cursor } from '@/lib/paging'
import { useKept } from '@/lib/use-kept'
import { useRefetchWhile } from '@/lib/use-refetch-while'
import { OnboardingsEmpty } from './onboardings-empty'
import { OnboardingsFilters } from './onboardings-filters'
import { exportPath, isFiltered, sizeOf, type OnboardingsSearch } from './onboardings-search'
import { onboardingRowFragment, OnboardingsTable } from './onboardings-table'

const onboardingsQuery = graphql(
  `
    query Onboardings($first: Int, $after: String, $last: Int, $before: String, $filter: OnboardingFilter) {
      onboardings(first: $first, after: $after, last: $last, before: $before, filter: $filter) {
        totalCount
        pageInfo {
          ...Page
        }
        edges {
          cursor
          node {
            ...OnboardingRow
          }
        }
      }
    }
  `,
  [pageInfoFragment, onboardingRowFragment],
)

interface OnboardingsProps {
  search: OnboardingsSearch
  onSearch: (search: OnboardingsSearch) => void
}

/** All journeys of clients, with what narrows their list. */
export function Onboardings({ search, onSearch }: OnboardingsProps) {
  const { q, status, business } = search
  const filter = { search: q, status, businessId: business, ...momentsOf(search) }
  const [{ data, error, fetching }, refetch] = useQuery({
    query: onboardingsQuery,
    requestPolicy: 'cache-and-network',
    variables: { ...pageArguments(search, sizeOf(search)), filter },
  })
  const list = useKept(data?.onboardings)
  const ask = () => refetch({ requestPolicy: 'network-only' })
  useRefetchWhile(true, ask)
  const [clearings, setClearings] = useState(0)
  const narrow = (change: OnboardingsSearch) => onSearch({ ...search, after: undefined, before: undefined, ...change })
  const clear = () => {
    setClearings(clearings + 1)
    onSearch({ size: search.size })
  }

  return (
    <>
      <OnboardingsFilters
        search={search}
        onNarrow={narrow}
        clearings={clearings}
        onClear={clear}
        actions={<ExportLink href={exportPath(search)} />}
      />
      <PagedList
        list={list}
        error={error}
        cursor={search}
        one="onboarding"
        many="onboardings"
        size={sizeOf(search)}
        onSize={(size) => narrow({ size })}
        onMove={(cursor: Cursor) => narrow(cursor)}
        onRetry={ask}
        empty={<OnboardingsEmpty filtered={isFiltered(search)} onClear={clear} />}
      >
        {(rows) => <OnboardingsTable caption="Onboardings" rows={rows} busy={fetching} />}
      </PagedList>
    </>
  )
}
