import { readFragment, type FragmentOf } from 'gql.tada'
import { Facts } from '@/components/facts'
import { Moment } from '@/components/moment'
import { Name } from '@/components/name'
import { Panel } from '@/components/panel'
import { RouterAnchor } from '@/components/router-anchor'
import { formatCount } from '@/lib/format'
import { graphql } from '@/lib/graphql'
import { EventSubject, eventSubjectFragment } from './event-subject'
import { NextStep } from './next-step'
import classes from './webhook-endpoints.module.css'

export const deliveryFactsFragment = graphql(
  `
    fragment DeliveryFacts on WebhookDelivery {
      state
      tries
      waitsForEarlier
      nextAttemptAt
      createdAt
      endedAt
      endpoint {
        id
        url
      }
      event {
        at
        ...EventSubject
      }
    }
  `,
  [eventSubjectFragment],
)

/** How a delivery stands. */
export function DeliveryFacts({ delivery }: { delivery: FragmentOf<typeof deliveryFactsFragment> }) {
  const facts = readFragment(deliveryFactsFragment, delivery)
  const { tries, createdAt, endpoint, event } = facts
  return (
    <Panel title="How it stands">
      <Facts
        facts={[
          ['About', <EventSubject key="about" event={event} />],
          ['Happened', <Moment key="happened" at={event.at} full />],
          ['Put in line', <Moment key="created" at={createdAt} full />],
          ['Tries since then', formatCount(tries)],
          ['What is next', <NextStep key="next" delivery={facts} />],
          [
            'Goes to',
            <RouterAnchor
              key="endpoint"
              className={classes.url}
              to="/webhooks/endpoints/$id"
              params={{ id: endpoint.id }}
              size="sm"
            >
              <Name>{endpoint.url}</Name>
            </RouterAnchor>,
          ],
        ]}
      />
    </Panel>
  )
}
