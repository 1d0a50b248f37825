import { Textarea } from '@mantine/core'
import { useState } from 'react'
import { useMutation } from 'urql'
import { announce } from '@/lib/announce'
import { graphql } from '@/lib/graphql'
import { useOpenings } from '@/lib/use-openings'
import { RenewalModal, type RenewalDialogProps } from './renewal-dialog'

const cancelMutation = graphql(`
  mutation CancelOnboarding($input: CancelOnboardingInput!) {
    cancelOnboarding(input: $input) {
      onboarding {
        id
        status
      }
      userErrors {
        message
      }
    }
  }
`)

/** Takes an invitation back. Each opening begins anew. */
export function CancelDialog(props: RenewalDialogProps) {
  const [times, onClosed] = useOpenings()
  return <Dialog key={times} {...props} onClosed={onClosed} />
}

function Dialog({ onboarding, opened, onClose, onChange, onClosed }: RenewalDialogProps & { onClosed: () => void }) {
  const [{ data, error, fetching }, cancel] = useMutation(cancelMutation)
  const [reason, setReason] = useState('')
  const { id, status } = onboarding

  async function submit() {
    const answer = await cancel({ input: { onboardingId: id, reason: reason.trim() || undefined } })
    if (answer.data?.cancelOnboarding.onboarding) {
      announce('Cancelled', 'The link is dead, and stays so.')
      onClose()
      onChange()
    }
  }

  return (
    <RenewalModal
      title="Cancel this onboarding?"
      effects={[
        'The link stops working at once, also for a client who is in Meta’s dialog just now. Whoever opens it is told that it was cancelled.',
        'It cannot be brought back: the client needs another invitation.',
        status === 'OUTCOME_UNKNOWN'
          ? 'Nothing is done at Meta. The client may have granted access already: should the token of that code turn up, its business is connected, and you can disconnect it.'
          : 'Nothing is done at Meta, and a business that is connected stays so.',
      ]}
      submit="Cancel onboarding"
      isFinal
      fetching={fetching}
      error={error}
      refusal={{ title: 'Not cancelled', message: data?.cancelOnboarding.userErrors[0]?.message }}
      opened={opened}
      onSubmit={() => void submit()}
      onClose={onClose}
      onClosed={onClosed}
    >
      <Textarea
        label="Reason (optional)"
        description="Kept in the audit; the client does not see it."
        maxLength={500}
        autosize
        minRows={2}
        maxRows={5}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
    </RenewalModal>
  )
}
