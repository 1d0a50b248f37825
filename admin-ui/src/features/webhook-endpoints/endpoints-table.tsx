import { Cell } from '@/components/cell'
import { DataTable } from '@/components/data-table'
import { Moment } from '@/components/moment'
import { Name } from '@/components/name'
import { RouterAnchor } from '@/components/router-anchor'
import type { Endpoint } from './endpoint-fragment'
import { endpointStateWords, stateOf } from './endpoint-state'
import { EndpointStateTag } from './endpoint-state-tag'
import { EventTypeList } from './event-type-list'
import { Waiting } from './waiting'
import classes from './webhook-endpoints.module.css'

interface EndpointsTableProps {
  rows: { cursor: string; node: Endpoint }[]
  busy: boolean
}

/** A page of endpoints; each leads to its deliveries and to what can be done with it. */
export function EndpointsTable({ rows, busy }: EndpointsTableProps) {
  return (
    <DataTable
      caption="Webhook endpoints"
      busy={busy}
      head={
        <>
          <th scope="col">Endpoint</th>
          <th scope="col">State</th>
          <th scope="col">Is sent</th>
          <th scope="col">Last taken</th>
          <th scope="col">Last failure</th>
          <th scope="col">Waiting</th>
        </>
      }
    >
      {rows.map(({ cursor, node }) => (
        <Row key={cursor} endpoint={node} />
      ))}
    </DataTable>
  )
}

function Row({ endpoint }: { endpoint: Endpoint }) {
  const state = stateOf(endpoint)
  return (
    <tr>
      <Cell label="Endpoint" heading>
        <div className={classes.endpoint}>
          <RouterAnchor className={classes.rowLink} to="/webhooks/endpoints/$id" params={{ id: endpoint.id }}>
            <Name>{endpoint.url}</Name>
          </RouterAnchor>
          {endpoint.description && (
            <div className={classes.sub}>
              <Name>{endpoint.description}</Name>
            </div>
          )}
        </div>
      </Cell>
      <Cell label="State">
        <EndpointStateTag endpoint={endpoint} />
        {state !== 'ENABLED' && <div className={classes.sub}>{endpointStateWords[state].sentence}</div>}
      </Cell>
      <Cell label="Is sent">
        <EventTypeList types={endpoint.eventTypes} limit={3} />
      </Cell>
      <Cell label="Last taken">
        <Moment at={endpoint.lastSuccessAt} />
      </Cell>
      <Cell label="Last failure">
        <Moment at={endpoint.lastFailureAt} />
      </Cell>
      <Cell label="Waiting">
        <Waiting endpoint={endpoint} />
      </Cell>
    </tr>
  )
}
