import { readFragment } from 'gql.tada'
import { useMutation } from 'urql'
import { EndingForm } from './ending-form'
import { endingDialogFragment, EndingModal, type EndingDialogProps } from './ending-modal'
import { revokeMutation } from './revoke-mutation'
import { openedAnew } from '@/components/opened-anew'

/** Asks before a connection is ended, then shows the receipt. */
export const DisconnectDialog = openedAnew(Dialog)

function Dialog({ business, opened, onClose }: EndingDialogProps) {
  const { id } = readFragment(endingDialogFragment, business)
  const [{ data, error, fetching }, revoke] = useMutation(revokeMutation)
  return (
    <EndingModal
      business={business}
      question={(name) => <>Disconnect {name}?</>}
      receipt={data?.revokeConnection.receipt ?? null}
      fetching={fetching}
      opened={opened}
      onClose={onClose}
    >
      <EndingForm
        here={here}
        atMeta={atMeta}
        kept="Kept with the record of who disconnected and when."
        submit="Disconnect"
        fetching={fetching}
        error={error}
        refusal={data?.revokeConnection.userErrors[0]?.message}
        refused="Not disconnected"
        onSubmit={(reason) => revoke({ input: { businessId: id, reason: reason || undefined } })}
        onCancel={onClose}
      />
    </EndingModal>
  )
}

const here = [
  'The token is no longer used from this moment on.',
  'Events that are sent with this token will fail.',
  'The datasets stay listed here until the business is erased.',
]

const atMeta = [
  'Meta is asked to revoke the token, and then to prove that it no longer works.',
  'If Meta does not confirm at once, it is asked again by itself until it does.',
  'To use the business again, the client has to connect once more.',
]
