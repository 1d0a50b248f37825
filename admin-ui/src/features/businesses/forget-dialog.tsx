import { readFragment } from 'gql.tada'
import { useMutation } from 'urql'
import { ExternalLink } from '@/components/external-link'
import { graphql } from '@/lib/graphql'
import { useOpenings } from '@/lib/use-openings'
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

/** Asks before a connection is ended here without Meta's proof, then shows the receipt. Each opening begins anew. */
export function ForgetDialog(props: EndingDialogProps) {
  const [times, onClosed] = useOpenings()
  return <Dialog key={times} {...props} onClosed={onClosed} />
}

function Dialog({ business, opened, onClose, onClosed }: EndingDialogProps & { onClosed: () => void }) {
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
      onClosed={onClosed}
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
        refusal={{ title: 'Not forgotten', message: data?.forgetConnection.userErrors[0]?.message }}
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
