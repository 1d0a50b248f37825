import { Button } from '@mantine/core'
import { useQuery } from 'urql'
import { Empty } from '@/components/empty'
import { Filters } from '@/components/filters'
import { MenuFilter } from '@/components/menu-filter'
import { PagedList } from '@/components/paged-list'
import { RouterAnchor } from '@/components/router-anchor'
import { graphql } from '@/lib/graphql'
import { pageArguments, pageInfoFragment } from '@/lib/paging'
import { useKept } from '@/lib/use-kept'
import { useRefetchWhile } from '@/lib/use-refetch-while'
import { kinds, kindWords, outcomes, outcomeWords } from './meta-event-words'
import { metaEventRowFragment, MetaEventsTable } from './meta-events-table'
import type { MetaEventsSearch } from './meta-events-search'

const metaEventsQuery = graphql(
  `
    query MetaEvents($first: Int, $after: String, $last: Int, $before: String, $filter: MetaEventFilter) {
      metaEvents(first: $first, after: $after, last: $last, before: $before, filter: $filter) {
        totalCount
        pageInfo {
          ...Page
        }
        edges {
          cursor
          node {
            ...MetaEventRow
          }
        }
      }
    }
  `,
  [pageInfoFragment, metaEventRowFragment],
)

const pageSize = 25

interface MetaEventsProps {
  search: MetaEventsSearch
  onSearch: (search: MetaEventsSearch) => void
}

/** Meta's reports, the last received first. */
export function MetaEvents({ search, onSearch }: MetaEventsProps) {
  const { kind, outcome } = search
  const [{ data, error, fetching }, refetch] = useQuery({
    query: metaEventsQuery,
    requestPolicy: 'cache-and-network',
    variables: { ...pageArguments(search, pageSize), filter: { kind, outcome } },
  })
  const list = useKept(data?.metaEvents)
  const ask = () => refetch({ requestPolicy: 'network-only' })
  useRefetchWhile(true, ask)
  const narrow = (change: MetaEventsSearch) => onSearch({ ...search, after: undefined, before: undefined, ...change })
  const filtered = kind !== undefined || outcome !== undefined
  const clear = () => onSearch({})

  return (
    <>
      <Filters filtered={filtered} onClear={clear}>
        <MenuFilter
          any="Anything"
          many="kinds"
          options={kinds.map((value) => ({ value, label: kindWords[value].label }))}
          chosen={kind ?? []}
          onChange={(chosen) => narrow({ kind: chosen })}
        />
        <MenuFilter
          any="Any outcome"
          many="outcomes"
          options={outcomes.map((value) => ({ value, label: outcomeWords[value].label }))}
          chosen={outcome ?? []}
          onChange={(chosen) => narrow({ outcome: chosen })}
        />
      </Filters>
      <PagedList
        list={list}
        error={error}
        cursor={search}
        one="report"
        many="reports"
        size={pageSize}
        onMove={narrow}
        onRetry={ask}
        empty={filtered ? <NoMatch onClear={clear} /> : nothingYet}
      >
        {(rows) => <MetaEventsTable rows={rows} busy={fetching} />}
      </PagedList>
    </>
  )
}

function NoMatch({ onClear }: { onClear: () => void }) {
  return (
    <Empty
      icon="search"
      title="No report matches"
      action={
        <Button variant="default" onClick={onClear}>
          Clear filters
        </Button>
      }
    >
      Reports are kept for 30 days.
    </Empty>
  )
}

const nothingYet = (
  <Empty
    icon="info"
    title="Meta has not reported anything"
    action={<RouterAnchor to="/setup">How to subscribe</RouterAnchor>}
  >
    In the App Dashboard subscribe the object Application to business_integration_install, _update and _uninstall, and
    enter the deauthorize callback. Without them the daily check still notices, a day later.
  </Empty>
)
