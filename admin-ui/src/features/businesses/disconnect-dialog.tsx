import { Button, Group, Modal } from '@mantine/core'
import { readFragment, type FragmentOf, type ResultOf } from 'gql.tada'
import { useState } from 'react'
import { useMutation } from 'urql'
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

/** Asks before a connection is ended, then shows the receipt. */
export function DisconnectDialog({ business, opened, onClose }: DisconnectDialogProps) {
  const { id, name, metaId, connectedAppsUrl } = readFragment(disconnectDialogFragment, business)
  const [{ data, error, fetching }, revoke] = useMutation(revokeMutation)
  const [receipt, setReceipt] = useState<ReceiptRef | null>(null)
  const title = name ?? metaId

  async function disconnect(reason: string) {
    const result = await revoke({ input: { businessId: id, reason: reason || undefined } })
    setReceipt(result.data?.revokeConnection.receipt ?? null)
  }

  return (
    <Modal
      opened={opened}
      onClose={onClose}
      onExitTransitionEnd={() => setReceipt(null)}
      title={receipt ? `Receipt: ${title}` : `Disconnect ${title}?`}
      closeOnClickOutside={!fetching}
      size="lg"
    >
      {receipt ? (
        <div className={classes.done}>
          <Receipt receipt={receipt} connectedAppsUrl={connectedAppsUrl} />
          <Group justify="flex-end">
            <Button onClick={onClose} data-autofocus>
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
