import { readFragment } from 'gql.tada'
import { useMutation } from 'urql'
import { ExternalLink } from '@/components/external-link'
import { openedAnew } from '@/components/opened-anew'
import { graphql } from '@/lib/graphql'
import { EndingForm } from './ending-form'
import { endingDialogFragment, EndingModal, type EndingDialogProps } from './ending-modal'
import { receiptFragment } from './receipt'

const forgetMutation = graphql(
  `
    mutation ForgetConnection($input: ForgetConnectionInput!) {
      forgetConnection(input: $input) {
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

/** Asks before a connection is ended here without Meta's proof, then shows the receipt. */
export const ForgetDialog = openedAnew(Dialog)

function Dialog({ business, opened, onClose }: EndingDialogProps) {
  const { id, connectedAppsUrl } = readFragment(endingDialogFragment, business)
  const [{ data, error, fetching }, forget] = useMutation(forgetMutation)
  return (
    <EndingModal
      business={business}
      question={(name) => <>Forget {name} here?</>}
      receipt={data?.forgetConnection.receipt ?? null}
      fetching={fetching}
      opened={opened}
      onClose={onClose}
    >
      <EndingForm
        here={here}
        atMeta={[
          'Nothing is done any more: the token may still work there, and the app may still be listed.',
          <>
            Somebody with rights in the business can remove the app under{' '}
            <ExternalLink href={connectedAppsUrl}>Connected apps</ExternalLink>. Have that done first if you can.
          </>,
        ]}
        kept="Kept with the receipt."
        submit="Forget here"
        fetching={fetching}
        error={error}
        refusal={data?.forgetConnection.userErrors[0]?.message}
        refused="Not forgotten"
        onSubmit={(reason) => forget({ input: { businessId: id, reason: reason || undefined } })}
        onCancel={onClose}
      />
    </EndingModal>
  )
}

const here = [
  'The token is wiped, for good: nobody can revoke it from here afterwards.',
  'The business counts as disconnected. Its datasets stay listed until it is erased.',
  'The receipt says “Removed here only”: there is no proof from Meta. The audit keeps that it was you.',
]
