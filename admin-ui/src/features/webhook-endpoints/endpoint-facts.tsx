import type { ReactNode } from 'react'
import { Copyable } from '@/components/copyable'
import { Facts } from '@/components/facts'
import { Moment } from '@/components/moment'
import { Panel } from '@/components/panel'
import { useNow } from '@/lib/use-now'
import type { Endpoint } from './endpoint-fragment'
import { endpointStateWords, stateOf } from './endpoint-state'
import { EventTypeList } from './event-type-list'
import { Waiting } from './waiting'

/** What is known of an endpoint. */
export function EndpointFacts({ endpoint }: { endpoint: Endpoint }) {
  const { label, sentence } = endpointStateWords[stateOf(endpoint)]
  return (
    <Panel title={label} hint={sentence}>
      <Facts
        facts={[
          ...disabled(endpoint),
          ['Waiting', <Waiting key="waiting" endpoint={endpoint} />],
          ['Last taken', <Moment key="taken" at={endpoint.lastSuccessAt} full />],
          ['Last failure', <Moment key="failure" at={endpoint.lastFailureAt} full />],
          ['Is sent', <EventTypeList key="types" types={endpoint.eventTypes} />],
          ['Signing secret', <SecretAge key="secret" endpoint={endpoint} />],
          ['Created', <Moment key="created" at={endpoint.createdAt} full />],
          ['Id', <Copyable key="id" value={endpoint.id} shown={`${endpoint.id.slice(0, 8)}…`} label="id" />],
        ]}
      />
    </Panel>
  )
}

/** Since when the secret signs, and how long the one before does as well. */
function SecretAge({ endpoint: { secretCreatedAt, formerSecretUntil } }: { endpoint: Endpoint }) {
  const now = useNow()
  return (
    <>
      Made <Moment at={secretCreatedAt} />
      {formerSecretUntil && Date.parse(formerSecretUntil) > now && (
        <>
          ; the former one ends <Moment at={formerSecretUntil} />
        </>
      )}
    </>
  )
}

function disabled({ disabledAt }: Endpoint): [string, ReactNode][] {
  return disabledAt ? [['Disabled', <Moment key="disabled" at={disabledAt} full />]] : []
}
