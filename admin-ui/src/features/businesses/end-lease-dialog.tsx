import { Button, Group, Modal } from '@mantine/core'
import { useMutation } from 'urql'
import { Effects } from '@/components/effects'
import { Failure } from '@/components/failure'
import { Name } from '@/components/name'
import { announce } from '@/lib/announce'
import { describeError } from '@/lib/errors'
import { graphql } from '@/lib/graphql'
import { useOpenings } from '@/lib/use-openings'
import classes from './ending.module.css'

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

/** Ends a leased token at Meta. Each opening begins anew. */
export function EndLeaseDialog(props: EndLeaseDialogProps) {
  const [times, onClosed] = useOpenings()
  return <Dialog key={times} {...props} onClosed={onClosed} />
}

function Dialog({ id, purpose, opened, onClose, onClosed }: EndLeaseDialogProps & { onClosed: () => void }) {
  const [{ data, error, fetching }, end] = useMutation(endMutation)
  const [refusal] = data?.endTokenLease.userErrors ?? []
  const hasEnded = Boolean(data?.endTokenLease.tokenLease?.endedAt)

  async function carryOut() {
    const answer = await end({ input: { tokenLeaseId: id } })
    if (answer.data?.endTokenLease.tokenLease?.endedAt) {
      announce('Token ended', 'Meta has confirmed that it works no more.')
      onClose()
      document.getElementById('main')?.focus({ preventScroll: true }) // the button that was pressed goes away
    }
  }

  return (
    <Modal
      opened={opened}
      onClose={onClose}
      onExitTransitionEnd={onClosed}
      returnFocus={!hasEnded}
      title={
        <>
          End the token for <Name>{purpose}</Name>?
        </>
      }
      closeOnClickOutside={!fetching}
      closeOnEscape={!fetching}
      withCloseButton={!fetching}
    >
      <div className={classes.form}>
        <Effects effects={effects} />
        {refusal && <Failure title="Not ended" message={refusal.message} />}
        {error && <Failure {...describeError(error)} />}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose} disabled={fetching} data-autofocus>
            Cancel
          </Button>
          <Button color="red.8" loading={fetching} onClick={carryOut}>
            End
          </Button>
        </Group>
      </div>
    </Modal>
  )
}

const effects = [
  'Meta revokes this one token and is asked for the proof. Whatever sends events with it is refused from then on.',
  'The connection and other tokens stay as they are.',
  'The backend can ask for another token at once, unless its API key is revoked.',
]
