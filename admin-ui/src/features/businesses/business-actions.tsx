import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { readFragment, type FragmentOf } from 'gql.tada'
import { Icon } from '@/components/icon'
import { graphql } from '@/lib/graphql'
import { useCanOperate } from '@/lib/viewer'
import classes from './business-actions.module.css'
import { DisconnectDialog, disconnectDialogFragment } from './disconnect-dialog'
import type { ConnectionStatus } from './status-words'
import { useCheckConnection } from './use-check-connection'
import { useSyncDatasets } from './use-sync-datasets'

export const businessActionsFragment = graphql(
  `
    fragment BusinessActions on Business {
      id
      status
      ...DisconnectDialog
    }
  `,
  [disconnectDialogFragment],
)

const checkable: ConnectionStatus[] = ['CONNECTED', 'DEGRADED', 'NEEDS_RECONNECT']
const syncable: ConnectionStatus[] = ['CONNECTED', 'DEGRADED']
const connectable: ConnectionStatus[] = ['NEEDS_RECONNECT', 'DISCONNECTED']
const revocable: ConnectionStatus[] = ['CONNECTED', 'DEGRADED', 'NEEDS_RECONNECT', 'REVOKE_STUCK']

/** What an operator can do with a business in its present state. */
export function BusinessActions({ business }: { business: FragmentOf<typeof businessActionsFragment> }) {
  const actions = readFragment(businessActionsFragment, business)
  const { id, status } = actions
  const canOperate = useCanOperate()
  const [checking, check] = useCheckConnection(id)
  const [syncing, sync] = useSyncDatasets(id)
  const [disconnecting, dialog] = useDisclosure()
  const urgent = connectable.includes(status)

  return (
    <div>
      <fieldset
        className={classes.actions}
        disabled={!canOperate}
        aria-describedby={canOperate ? undefined : 'no-actions'}
      >
        <legend className={classes.legend}>Actions</legend>
        {checkable.includes(status) && (
          <Button variant="default" leftSection={<Icon name="shield" />} loading={checking} onClick={check}>
            Check
          </Button>
        )}
        {syncable.includes(status) && (
          <Button variant="default" leftSection={<Icon name="sync" />} loading={syncing} onClick={sync}>
            Sync datasets
          </Button>
        )}
        {status !== 'REVOKING' && canOperate && (
          <Button
            component="a"
            href="/admin/connect"
            variant={urgent ? 'filled' : 'default'}
            leftSection={<Icon name="link" />}
          >
            Reconnect
          </Button>
        )}
        {revocable.includes(status) && (
          <Button
            variant="default"
            className={classes.danger}
            leftSection={<Icon name="unlink" />}
            onClick={dialog.open}
          >
            Disconnect
          </Button>
        )}
      </fieldset>
      {!canOperate && (
        <p className={classes.reason} id="no-actions">
          Your role is Viewer: you can look, but not change anything.
        </p>
      )}
      <DisconnectDialog business={actions} opened={disconnecting} onClose={dialog.close} />
    </div>
  )
}
