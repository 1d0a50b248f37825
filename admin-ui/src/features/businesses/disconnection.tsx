import { readFragment, type FragmentOf } from 'gql.tada'
import { Panel } from '@/components/panel'
import { graphql } from '@/lib/graphql'
import { useIsAdministrator } from '@/lib/viewer'
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
  const isAdministrator = useIsAdministrator()
  if (!revocation || !ending.includes(status)) {
    return null
  }
  const hint = isAdministrator
    ? 'If the client has removed the app at Meta, you can forget the connection here.'
    : 'If the client has removed the app at Meta, an administrator can forget the connection here.'
  return (
    <Panel title="Disconnection receipt" hint={status === 'REVOKE_STUCK' && hint}>
      <Receipt receipt={revocation} connectedAppsUrl={connectedAppsUrl} />
    </Panel>
  )
}
