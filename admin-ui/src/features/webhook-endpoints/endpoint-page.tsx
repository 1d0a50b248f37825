import type { ReactNode } from 'react'
import { useQuery } from 'urql'
import { Failure } from '@/components/failure'
import { ListBox } from '@/components/list-box'
import { ListSkeleton } from '@/components/list-skeleton'
import { Name } from '@/components/name'
import { PageHeader } from '@/components/page-header'
import { RouterAnchor } from '@/components/router-anchor'
import { describeError, hasCode } from '@/lib/errors'
import { graphql } from '@/lib/graphql'
import { useKept } from '@/lib/use-kept'
import { useRefetchWhile } from '@/lib/use-refetch-while'
import { Deliveries } from './deliveries'
import type { DeliveriesSearch } from './deliveries-search'
import { EndpointActions } from './endpoint-actions'
import { EndpointFacts } from './endpoint-facts'
import { endpointFragment, type Endpoint } from './endpoint-fragment'
import { EndpointStateTag } from './endpoint-state-tag'
import classes from './webhook-endpoints.module.css'

const endpointQuery = graphql(
  `
    query WebhookEndpoint($id: ID!) {
      webhookEndpoint(id: $id) {
        ...Endpoint
      }
    }
  `,
  [endpointFragment],
)

interface EndpointPageProps {
  id: string
  search: DeliveriesSearch
  onSearch: (search: DeliveriesSearch) => void
  onDeleted: () => void
  /** In place of an endpoint that there is not. */
  missing: ReactNode
}

/** One endpoint: how it does, what can be done with it, and what it was sent. */
export function EndpointPage({ id, search, onSearch, onDeleted, missing }: EndpointPageProps) {
  const [{ data, error }, refetch] = useQuery({
    query: endpointQuery,
    requestPolicy: 'cache-and-network',
    variables: { id },
  })
  const endpoint = useKept(error ? (data?.webhookEndpoint ?? undefined) : data?.webhookEndpoint)
  const ask = () => refetch({ requestPolicy: 'network-only' })
  useRefetchWhile(true, ask)

  if (endpoint === null || (error && hasCode(error, 'INVALID_INPUT'))) {
    return missing
  }
  return (
    <>
      <Header endpoint={endpoint} />
      <div className={classes.parts}>
        {error && <Failure {...describeError(error)} onRetry={ask} />}
        {!endpoint && !error && (
          <ListBox>
            <ListSkeleton label="Loading the endpoint" />
          </ListBox>
        )}
        {endpoint && (
          <>
            <EndpointFacts endpoint={endpoint} />
            <EndpointActions endpoint={endpoint} onDeleted={onDeleted} />
            <Deliveries endpointId={id} search={search} onSearch={onSearch} />
          </>
        )}
      </div>
    </>
  )
}

function Header({ endpoint }: { endpoint?: Endpoint }) {
  return (
    <PageHeader
      documentTitle={endpoint ? new URL(endpoint.url).host : 'Webhook endpoint'}
      above={
        <RouterAnchor to="/webhooks" search={{ view: 'endpoints' }} size="sm">
          ← All endpoints
        </RouterAnchor>
      }
      title={
        endpoint ? (
          <span className={classes.url}>
            <Name>{endpoint.url}</Name> <EndpointStateTag endpoint={endpoint} />
          </span>
        ) : (
          'Webhook endpoint'
        )
      }
      below={endpoint?.description && <Name>{endpoint.description}</Name>}
    />
  )
}
