import { Button } from '@mantine/core'
import { readFragment, type FragmentOf } from 'gql.tada'
import { Cell } from '@/components/cell'
import { DataTable } from '@/components/data-table'
import { Moment } from '@/components/moment'
import { RouterAnchor } from '@/components/router-anchor'
import { Tag } from '@/components/tag'
import { graphql } from '@/lib/graphql'
import { deliveryStateWords } from './delivery-state'
import { EventSubject, eventSubjectFragment } from './event-subject'
import { nameOfType } from './event-types'
import { NextStep } from './next-step'
import classes from './webhook-endpoints.module.css'

export const deliveryRowFragment = graphql(
  `
    fragment DeliveryRow on WebhookDelivery {
      id
      state
      tries
      waitsForEarlier
      nextAttemptAt
      endedAt
      event {
        type
        at
        businessId
        onboardingId
        ...EventSubject
      }
    }
  `,
  [eventSubjectFragment],
)

type DeliveryRow = FragmentOf<typeof deliveryRowFragment>

interface DeliveriesTableProps {
  rows: { cursor: string; node: DeliveryRow }[]
  busy: boolean
  /** Asks for the deliveries about one business or onboarding. */
  onSubject: (id: string) => void
}

/** A page of deliveries; each leads to its tries. */
export function DeliveriesTable({ rows, busy, onSubject }: DeliveriesTableProps) {
  return (
    <DataTable
      caption="Deliveries"
      busy={busy}
      head={
        <>
          <th scope="col">Event</th>
          <th scope="col">About</th>
          <th scope="col">State</th>
          <th scope="col">Tries</th>
          <th scope="col">When</th>
        </>
      }
    >
      {rows.map(({ cursor, node }) => (
        <Row key={cursor} delivery={node} onSubject={onSubject} />
      ))}
    </DataTable>
  )
}

function Row({ delivery, onSubject }: { delivery: DeliveryRow; onSubject: (id: string) => void }) {
  const row = readFragment(deliveryRowFragment, delivery)
  const { id, state, tries, event } = row
  const subject = event.businessId ?? event.onboardingId
  return (
    <tr>
      <Cell label="Event" heading>
        <div>
          <RouterAnchor className={classes.type} to="/webhooks/deliveries/$id" params={{ id }}>
            {nameOfType(event.type)}
          </RouterAnchor>
          <div className={classes.sub}>
            Happened <Moment at={event.at} />
          </div>
        </div>
      </Cell>
      <Cell label="About">
        <div className={classes.subject}>
          <EventSubject event={event} />
          {subject && (
            <Button className={classes.only} variant="subtle" size="compact-xs" onClick={() => onSubject(subject)}>
              Only about it
            </Button>
          )}
        </div>
      </Cell>
      <Cell label="State">
        <Tag tone={deliveryStateWords[state].tone}>{deliveryStateWords[state].label}</Tag>
      </Cell>
      <Cell label="Tries">{tries}</Cell>
      <Cell label="When">
        <NextStep delivery={row} />
      </Cell>
    </tr>
  )
}
