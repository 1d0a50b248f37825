import { readFragment, type FragmentOf, type ResultOf } from 'gql.tada'
import { Cell } from '@/components/cell'
import { Copyable } from '@/components/copyable'
import { DataTable } from '@/components/data-table'
import { Moment } from '@/components/moment'
import { Name } from '@/components/name'
import { RouterAnchor } from '@/components/router-anchor'
import { Tag } from '@/components/tag'
import { graphql } from '@/lib/graphql'
import { kindWords, outcomeWords } from './meta-event-words'
import classes from './webhooks.module.css'

export const metaEventRowFragment = graphql(`
  fragment MetaEventRow on MetaEvent {
    kind
    businessMetaId
    business {
      id
      name
    }
    orphanGrant {
      outcome
    }
    at
    receivedAt
    outcome
    processedAt
  }
`)

type MetaEventRow = ResultOf<typeof metaEventRowFragment>

interface MetaEventsTableProps {
  rows: { cursor: string; node: FragmentOf<typeof metaEventRowFragment> }[]
  busy: boolean
}

/** A page of Meta's reports. */
export function MetaEventsTable({ rows, busy }: MetaEventsTableProps) {
  return (
    <DataTable
      caption="Reports"
      busy={busy}
      head={
        <>
          <th scope="col">What happened</th>
          <th scope="col">Business</th>
          <th scope="col">Outcome</th>
          <th scope="col">Happened</th>
          <th scope="col">Received</th>
        </>
      }
    >
      {rows.map(({ cursor, node }) => (
        <Row key={cursor} event={readFragment(metaEventRowFragment, node)} />
      ))}
    </DataTable>
  )
}

function Row({ event }: { event: MetaEventRow }) {
  const { kind, at, receivedAt, outcome } = event
  return (
    <tr>
      <Cell label="What happened" heading>
        <div className={classes.what}>
          <span className={classes.name}>{kindWords[kind].label}</span>
          <div className={classes.sub}>{kindWords[kind].sentence}</div>
        </div>
      </Cell>
      <Cell label="Business">
        <Business event={event} />
      </Cell>
      <Cell label="Outcome">
        <Tag tone={outcomeWords[outcome].tone}>{outcomeWords[outcome].label}</Tag>
        <div className={classes.sub}>{outcomeWords[outcome].sentence}</div>
      </Cell>
      <Cell label="Happened">
        <Moment at={at} />
      </Cell>
      <Cell label="Received">
        <Moment at={receivedAt} />
      </Cell>
    </tr>
  )
}

/** The business here, or else what is known of the one at Meta. */
function Business({ event: { business, businessMetaId, orphanGrant } }: { event: MetaEventRow }) {
  return (
    <>
      {business ? (
        <RouterAnchor to="/businesses/$id" params={{ id: business.id }} size="sm">
          <Name>{business.name ?? 'Name not known yet'}</Name>
        </RouterAnchor>
      ) : (
        <span>Not connected here</span>
      )}
      {businessMetaId && (
        <div className={classes.sub}>
          <Copyable value={businessMetaId} label="Meta id" />
        </div>
      )}
      {!business && orphanGrant?.outcome === null && (
        <RouterAnchor to="/businesses" size="sm">
          Its orphan grant
        </RouterAnchor>
      )}
    </>
  )
}
