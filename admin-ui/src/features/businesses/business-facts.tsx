import { readFragment, type FragmentOf } from 'gql.tada'
import { Copyable } from '@/components/copyable'
import { Facts } from '@/components/facts'
import { Moment } from '@/components/moment'
import { Panel } from '@/components/panel'
import { graphql } from '@/lib/graphql'

export const businessFactsFragment = graphql(`
  fragment BusinessFacts on Business {
    id
    externalId
    labels
    connectedAt
    disconnectedAt
    tokenExpiresAt
    lastCheckedAt
    lastSyncedAt
  }
`)

/** What is known about the connection of a business. */
export function BusinessFacts({ business }: { business: FragmentOf<typeof businessFactsFragment> }) {
  const facts = readFragment(businessFactsFragment, business)
  return (
    <Panel title="Connection">
      <Facts
        facts={[
          ['Connected', <Moment key="connected" at={facts.connectedAt} full />],
          facts.disconnectedAt
            ? ['Disconnected', <Moment key="disconnected" at={facts.disconnectedAt} full />]
            : ['Token expires', <Moment key="expires" at={facts.tokenExpiresAt} none="Does not expire" full />],
          ['Last checked', <Moment key="checked" at={facts.lastCheckedAt} full />],
          ['Last synced', <Moment key="synced" at={facts.lastSyncedAt} full />],
          ['External id', facts.externalId ? <Copyable value={facts.externalId} label="external id" /> : 'None'],
          ['Labels', facts.labels.length > 0 ? facts.labels.join(', ') : 'None'],
          ['Id here', <Copyable key="id" value={facts.id} label="id" />],
        ]}
      />
    </Panel>
  )
}
