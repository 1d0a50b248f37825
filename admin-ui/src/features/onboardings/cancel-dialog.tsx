import { Textarea } from '@mantine/core'
import { useState } from 'react'
import { useMutation } from 'urql'
import { ActDialog } from '@/components/act-dialog'
import { openedAnew } from '@/components/opened-anew'
import { announce } from '@/lib/announce'
import { graphql } from '@/lib/graphql'
import type { RenewalDialogProps } from './renewal-dialog'

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

/** Takes an invitation back. */
export const CancelDialog = openedAnew(Dialog)

function Dialog({ onboarding, opened, onClose, onChange }: RenewalDialogProps) {
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
    <ActDialog
      title="Cancel this onboarding?"
      effects={[
        'The link stops working at once, also for a client who is in Meta’s dialog just now. Whoever opens it is told that it was cancelled.',
        'It cannot be brought back: the client needs another invitation.',
        status === 'OUTCOME_UNKNOWN'
          ? 'Nothing is done at Meta. The client may have granted access already: should the token of that code turn up, its business is connected, and you can disconnect it.'
          : 'Nothing is done at Meta, and a business that is connected stays so.',
      ]}
      submit="Cancel onboarding"
      cancel="Leave it"
      danger
      fetching={fetching}
      error={error}
      refusal={data?.cancelOnboarding.userErrors[0]?.message}
      refused="Not cancelled"
      done={Boolean(data?.cancelOnboarding.onboarding)}
      opened={opened}
      onSubmit={() => void submit()}
      onClose={onClose}
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
    </ActDialog>
  )
}
