import type { ResultOf } from 'gql.tada'
import type { ReactNode } from 'react'
import { useQuery } from 'urql'
import { Empty } from '@/components/empty'
import { Failure } from '@/components/failure'
import { ListBox } from '@/components/list-box'
import { ListSkeleton } from '@/components/list-skeleton'
import { Notice } from '@/components/notice'
import { PageHeader } from '@/components/page-header'
import { Panel } from '@/components/panel'
import { RouterAnchor } from '@/components/router-anchor'
import { Tag } from '@/components/tag'
import { describeError, hasCode } from '@/lib/errors'
import { graphql } from '@/lib/graphql'
import { useKept } from '@/lib/use-kept'
import { useRefetchWhile } from '@/lib/use-refetch-while'
import { attemptFragment } from './attempt-fragment'
import { Attempts } from './attempts'
import { DeliveryFacts, deliveryFactsFragment } from './delivery-facts'
import { deliveryStateWords } from './delivery-state'
import { eventTypeSentences, nameOfType } from './event-types'
import { SentRequest, sentRequestFragment } from './sent-request'
import classes from './webhook-endpoints.module.css'

const deliveryQuery = graphql(
  `
    query WebhookDelivery($id: ID!) {
      webhookDelivery(id: $id) {
        state
        waitsForEarlier
        endpoint {
          id
          disabledReason
        }
        event {
          type
          ...SentRequest
        }
        attempts {
          ...Attempt
        }
        ...DeliveryFacts
      }
    }
  `,
  [attemptFragment, deliveryFactsFragment, sentRequestFragment],
)

interface DeliveryPageProps {
  id: string
  /** In place of a delivery that there is not. */
  missing: ReactNode
}

/** One event on its way to one endpoint: how it stands, each try, and what is sent. */
export function DeliveryPage({ id, missing }: DeliveryPageProps) {
  const [{ data, error }, refetch] = useQuery({
    query: deliveryQuery,
    requestPolicy: 'cache-and-network',
    variables: { id },
  })
  const delivery = useKept(error ? (data?.webhookDelivery ?? undefined) : data?.webhookDelivery)
  const ask = () => refetch({ requestPolicy: 'network-only' })
  useRefetchWhile(delivery?.state === 'PENDING', ask)

  if (delivery === null || (error && hasCode(error, 'INVALID_INPUT'))) {
    return missing
  }
  return (
    <>
      <Header delivery={delivery} />
      <div className={classes.parts}>
        {error && <Failure {...describeError(error)} onRetry={ask} />}
        {!delivery && !error && (
          <ListBox>
            <ListSkeleton label="Loading the delivery" />
          </ListBox>
        )}
        {delivery && <Content delivery={delivery} />}
      </div>
    </>
  )
}

type Delivery = NonNullable<ResultOf<typeof deliveryQuery>['webhookDelivery']>

function Header({ delivery }: { delivery?: Delivery }) {
  if (!delivery) {
    return <PageHeader title="Webhook delivery" documentTitle="Webhook delivery" />
  }
  const { endpoint, event, state } = delivery
  return (
    <PageHeader
      documentTitle={nameOfType(event.type)}
      above={
        <RouterAnchor to="/webhooks/endpoints/$id" params={{ id: endpoint.id }} size="sm">
          ← Its endpoint
        </RouterAnchor>
      }
      title={
        <>
          {nameOfType(event.type)} <Tag tone={deliveryStateWords[state].tone}>{deliveryStateWords[state].label}</Tag>
        </>
      }
      below={eventTypeSentences[event.type]}
    />
  )
}

function Content({ delivery }: { delivery: Delivery }) {
  const { attempts, endpoint, event, state, waitsForEarlier } = delivery
  return (
    <>
      {waitsForEarlier && (
        <Notice>
          An earlier event about the same business or onboarding has not arrived yet. This one is sent right after it, so
          that the receiver hears of everything in its order.
        </Notice>
      )}
      {state === 'PENDING' && endpoint.disabledReason && (
        <Notice>The endpoint is disabled. Nothing is sent to it until somebody enables it.</Notice>
      )}
      <DeliveryFacts delivery={delivery} />
      <Panel title="Tries" hint="The last one first, with what the receiver answered." flush>
        {attempts.length > 0 ? (
          <Attempts attempts={attempts} />
        ) : (
          <Empty icon="clock" title="Not tried yet">
            What comes of it shows here by itself.
          </Empty>
        )}
      </Panel>
      <SentRequest event={event} />
    </>
  )
}
