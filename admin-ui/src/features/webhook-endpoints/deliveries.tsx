import { useId } from 'react'
import { useQuery } from 'urql'
import { PagedList } from '@/components/paged-list'
import { graphql } from '@/lib/graphql'
import { pageArguments, pageInfoFragment } from '@/lib/paging'
import { useKept } from '@/lib/use-kept'
import { useRefetchWhile } from '@/lib/use-refetch-while'
import { DeliveriesEmpty } from './deliveries-empty'
import { DeliveriesFilters } from './deliveries-filters'
import { isFiltered, type DeliveriesSearch } from './deliveries-search'
import { DeliveriesTable, deliveryRowFragment } from './deliveries-table'
import classes from './webhook-endpoints.module.css'

const deliveriesQuery = graphql(
  `
    query WebhookDeliveries(
      $first: Int
      $after: String
      $last: Int
      $before: String
      $filter: WebhookDeliveryFilter
    ) {
      webhookDeliveries(first: $first, after: $after, last: $last, before: $before, filter: $filter) {
        totalCount
        pageInfo {
          ...Page
        }
        edges {
          cursor
          node {
            ...DeliveryRow
          }
        }
      }
    }
  `,
  [pageInfoFragment, deliveryRowFragment],
)

const pageSize = 25

interface DeliveriesProps {
  endpointId: string
  search: DeliveriesSearch
  onSearch: (search: DeliveriesSearch) => void
}

/** What an endpoint was sent and is to be sent, the last first. */
export function Deliveries({ endpointId, search, onSearch }: DeliveriesProps) {
  const { state, type, subject } = search
  const [{ data, error, fetching }, refetch] = useQuery({
    query: deliveriesQuery,
    requestPolicy: 'cache-and-network',
    variables: { ...pageArguments(search, pageSize), filter: { endpointId, state, type, subjectId: subject } },
  })
  const list = useKept(data?.webhookDeliveries)
  const heading = useId()
  const ask = () => refetch({ requestPolicy: 'network-only' })
  useRefetchWhile(true, ask)
  const narrow = (change: DeliveriesSearch) => onSearch({ ...search, after: undefined, before: undefined, ...change })

  return (
    <section aria-labelledby={heading}>
      <h2 className={classes.heading} id={heading}>
        Deliveries
      </h2>
      <DeliveriesFilters search={search} onNarrow={narrow} onClear={() => onSearch({})} />
      <PagedList
        list={list}
        error={error}
        cursor={search}
        one="delivery"
        many="deliveries"
        size={pageSize}
        onMove={narrow}
        onRetry={ask}
        empty={<DeliveriesEmpty filtered={isFiltered(search)} onClear={() => onSearch({})} />}
      >
        {(rows) => <DeliveriesTable rows={rows} busy={fetching} onSubject={(id) => narrow({ subject: id })} />}
      </PagedList>
    </section>
  )
}
