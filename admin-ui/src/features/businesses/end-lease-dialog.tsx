import { useMutation } from 'urql'
import { ActDialog } from '@/components/act-dialog'
import { Name } from '@/components/name'
import { openedAnew } from '@/components/opened-anew'
import { announce } from '@/lib/announce'
import { graphql } from '@/lib/graphql'

const endMutation = graphql(`
  mutation EndTokenLease($input: EndTokenLeaseInput!) {
    endTokenLease(input: $input) {
      tokenLease {
        id
        state
        endedAt
        endReason
        endVerified
      }
      userErrors {
        message
      }
    }
  }
`)

interface EndLeaseDialogProps {
  id: string
  purpose: string
  opened: boolean
  onClose: () => void
}

/** Ends a leased token at Meta. */
export const EndLeaseDialog = openedAnew(Dialog)

function Dialog({ id, purpose, opened, onClose }: EndLeaseDialogProps) {
  const [{ data, error, fetching }, end] = useMutation(endMutation)

  async function carryOut() {
    const answer = await end({ input: { tokenLeaseId: id } })
    if (answer.data?.endTokenLease.tokenLease?.endedAt) {
      announce('Token ended', 'Meta has confirmed that it works no more.')
      onClose()
    }
  }

  return (
    <ActDialog
      title={
        <>
          End the token for <Name>{purpose}</Name>?
        </>
      }
      effects={effects}
      submit="End"
      danger
      fetching={fetching}
      error={error}
      refusal={data?.endTokenLease.userErrors[0]?.message}
      refused="Not ended"
      done={Boolean(data?.endTokenLease.tokenLease?.endedAt)}
      opened={opened}
      onSubmit={() => void carryOut()}
      onClose={onClose}
    />
  )
}

const effects = [
  'Meta revokes this one token and is asked for the proof. Whatever sends events with it is refused from then on.',
  'The connection and other tokens stay as they are.',
  'The backend can ask for another token at once, unless its API key is revoked.',
]
