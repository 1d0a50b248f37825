import { readFragment, type FragmentOf } from 'gql.tada'
import { Panel } from '@/components/panel'
import { graphql } from '@/lib/graphql'
import { Receipt, receiptFragment } from './receipt'
import type { ConnectionStatus } from './status-words'

export const disconnectionFragment = graphql(
  `
    fragment Disconnection on Business {
      status
      connectedAppsUrl
      revocation {
        ...Receipt
      }
    }
  `,
  [receiptFragment],
)

const ending: ConnectionStatus[] = ['REVOKING', 'REVOKE_STUCK', 'DISCONNECTED']

/** The receipt of the disconnection that is under way or done; nothing while the business is connected. */
export function Disconnection({ business }: { business: FragmentOf<typeof disconnectionFragment> }) {
  const { status, connectedAppsUrl, revocation } = readFragment(disconnectionFragment, business)
  if (!revocation || !ending.includes(status)) {
    return null
  }
  return (
    <Panel title="Disconnection receipt">
      <Receipt receipt={revocation} connectedAppsUrl={connectedAppsUrl} />
    </Panel>
  )
}
