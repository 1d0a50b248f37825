import { Button, Group, Modal } from '@mantine/core'
import { readFragment, type FragmentOf, type ResultOf } from 'gql.tada'
import { useState } from 'react'
import { useMutation } from 'urql'
import { Name } from '@/components/name'
import { focusOnMount } from '@/lib/focus-on-mount'
import { graphql } from '@/lib/graphql'
import classes from './disconnect-dialog.module.css'
import { DisconnectForm } from './disconnect-form'
import { Receipt, receiptFragment } from './receipt'

export const disconnectDialogFragment = graphql(`
  fragment DisconnectDialog on Business {
    id
    name
    metaId
    connectedAppsUrl
  }
`)

const revokeMutation = graphql(
  `
    mutation RevokeConnection($input: RevokeConnectionInput!) {
      revokeConnection(input: $input) {
        business {
          id
          status
        }
        receipt {
          ...Receipt
        }
        userErrors {
          message
        }
      }
    }
  `,
  [receiptFragment],
)

type ReceiptRef = NonNullable<ResultOf<typeof revokeMutation>['revokeConnection']['receipt']>

interface DisconnectDialogProps {
  business: FragmentOf<typeof disconnectDialogFragment>
  opened: boolean
  onClose: () => void
}

/** Asks before a connection is ended, then shows the receipt. Each opening begins anew. */
export function DisconnectDialog(props: DisconnectDialogProps) {
  const [times, setTimes] = useState(0)
  return <Dialog key={times} {...props} onClosed={() => setTimes(times + 1)} />
}

interface DialogProps extends DisconnectDialogProps {
  /** Once nothing of it is to be seen any more. */
  onClosed: () => void
}

function Dialog({ business, opened, onClose, onClosed }: DialogProps) {
  const { id, name, metaId, connectedAppsUrl } = readFragment(disconnectDialogFragment, business)
  const [{ data, error, fetching }, revoke] = useMutation(revokeMutation)
  const [receipt, setReceipt] = useState<ReceiptRef | null>(null)

  async function disconnect(reason: string) {
    const result = await revoke({ input: { businessId: id, reason: reason || undefined } })
    setReceipt(result.data?.revokeConnection.receipt ?? null)
  }

  function leave() {
    if (receipt) {
      // The button that opened the dialog goes away with the connection.
      document.getElementById('main')?.focus({ preventScroll: true })
    }
    onClosed()
  }

  return (
    <Modal
      opened={opened}
      onClose={onClose}
      onExitTransitionEnd={leave}
      returnFocus={!receipt}
      title={<Title receipt={receipt !== null} name={name ?? metaId} />}
      closeOnClickOutside={!fetching}
      closeOnEscape={!fetching}
      withCloseButton={!fetching}
      size="lg"
    >
      {receipt ? (
        <div className={classes.done}>
          <Receipt receipt={receipt} connectedAppsUrl={connectedAppsUrl} />
          <Group justify="flex-end">
            <Button onClick={onClose} ref={focusOnMount}>
              Done
            </Button>
          </Group>
        </div>
      ) : (
        <DisconnectForm
          fetching={fetching}
          error={error}
          refusal={data?.revokeConnection.userErrors[0]?.message}
          onSubmit={disconnect}
          onCancel={onClose}
        />
      )}
    </Modal>
  )
}

function Title({ receipt, name }: { receipt: boolean; name: string }) {
  return receipt ? (
    <>
      Receipt: <Name>{name}</Name>
    </>
  ) : (
    <>
      Disconnect <Name>{name}</Name>?
    </>
  )
}
