import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { readFragment, type FragmentOf, type ResultOf } from 'gql.tada'
import { Icon } from '@/components/icon'
import { graphql } from '@/lib/graphql'
import { useCanOperate, useIsAdministrator } from '@/lib/viewer'
import classes from './business-actions.module.css'
import { DisconnectDialog } from './disconnect-dialog'
import { endingDialogFragment } from './ending-modal'
import { ForgetDialog } from './forget-dialog'
import { ReconnectDialog, reconnectDialogFragment } from './reconnect-dialog'
import type { ConnectionStatus } from './status-words'
import { useAskAgain } from './use-ask-again'
import { useCheckConnection } from './use-check-connection'
import { useSyncDatasets } from './use-sync-datasets'

export const businessActionsFragment = graphql(
  `
    fragment BusinessActions on Business {
      id
      status
      problem {
        code
      }
      ...EndingDialog
      ...ReconnectDialog
    }
  `,
  [endingDialogFragment, reconnectDialogFragment],
)

const checkable: ConnectionStatus[] = ['CONNECTED', 'DEGRADED', 'NEEDS_RECONNECT']
const syncable: ConnectionStatus[] = ['CONNECTED', 'DEGRADED']
const connectable: ConnectionStatus[] = ['NEEDS_RECONNECT', 'DISCONNECTED']
const revocable: ConnectionStatus[] = ['CONNECTED', 'DEGRADED', 'NEEDS_RECONNECT']
const ending: ConnectionStatus[] = ['REVOKING', 'REVOKE_STUCK']

/** What an operator can do with a business in its present state. */
export function BusinessActions({ business }: { business: FragmentOf<typeof businessActionsFragment> }) {
  const actions = readFragment(businessActionsFragment, business)
  const { id, status } = actions
  const canOperate = useCanOperate()
  const canForget = useIsAdministrator() && isForgettable(actions)
  const [asking, ask] = useAskAgain(id)
  const [checking, check] = useCheckConnection(id)
  const [syncing, sync] = useSyncDatasets(id)
  const [disconnecting, disconnection] = useDisclosure()
  const [forgetting, forgetfulness] = useDisclosure()
  const [reconnecting, reconnection] = useDisclosure()
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
        {canOperate && isReconnectable(actions) && (
          <Button
            onClick={reconnection.open}
            variant={urgent ? 'filled' : 'default'}
            leftSection={<Icon name="link" />}
          >
            Reconnect
          </Button>
        )}
        {ending.includes(status) && (
          <Button variant="default" leftSection={<Icon name="sync" />} loading={asking} onClick={ask}>
            Ask Meta again
          </Button>
        )}
        {revocable.includes(status) && <Danger onClick={disconnection.open}>Disconnect</Danger>}
        {canForget && <Danger onClick={forgetfulness.open}>Forget here</Danger>}
      </fieldset>
      {!canOperate && (
        <p className={classes.reason} id="no-actions">
          Your role is Viewer: you can look, but not change anything.
        </p>
      )}
      <DisconnectDialog business={actions} opened={disconnecting} onClose={disconnection.close} />
      <ReconnectDialog business={actions} opened={reconnecting} onClose={reconnection.close} />
      <ForgetDialog business={actions} opened={forgetting} onClose={forgetfulness.close} />
    </div>
  )
}

type Actions = ResultOf<typeof businessActionsFragment>

/** Whether Meta will not confirm the end, so that only forgetting is left. */
function isForgettable({ status, problem }: Actions) {
  return status === 'REVOKE_STUCK' || (status === 'REVOKING' && problem?.code === 'CREDENTIAL_UNREADABLE')
}

/** Whether a new grant would be taken. One whose old token is being revoked would end with that token. */
function isReconnectable({ status, problem }: Actions) {
  return !ending.includes(status) || problem?.code === 'CREDENTIAL_UNREADABLE'
}

function Danger({ onClick, children }: { onClick: () => void; children: string }) {
  return (
    <Button variant="default" className={classes.danger} leftSection={<Icon name="unlink" />} onClick={onClick}>
      {children}
    </Button>
  )
}
