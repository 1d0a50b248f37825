import { useState } from 'react'
import { useMutation } from 'urql'
import { ActDialog } from '@/components/act-dialog'
import { LifetimeSelect } from '@/components/lifetime-select'
import { Moment } from '@/components/moment'
import { openedAnew } from '@/components/opened-anew'
import { announce } from '@/lib/announce'
import { graphql } from '@/lib/graphql'
import type { RenewalDialogProps } from './renewal-dialog'

const extendMutation = graphql(`
  mutation ExtendOnboarding($input: ExtendOnboardingInput!) {
    extendOnboarding(input: $input) {
      onboarding {
        id
        status
        expiresAt
      }
      userErrors {
        message
      }
    }
  }
`)

/** Lets the link of an invitation work longer. */
export const ExtendDialog = openedAnew(Dialog)

function Dialog({ onboarding, opened, onClose, onChange }: RenewalDialogProps) {
  const [{ data, error, fetching }, extend] = useMutation(extendMutation)
  const [minutes, setMinutes] = useState(24 * 60)
  const { id, status, expiresAt } = onboarding

  async function submit() {
    const answer = await extend({ input: { onboardingId: id, expiresInMinutes: minutes } })
    if (answer.data?.extendOnboarding.onboarding) {
      announce('Extended', 'The link that the client has works on.')
      onClose()
      onChange()
    }
  }

  return (
    <ActDialog
      title="Extend this onboarding?"
      effects={[
        <>
          The link that the client has works {status === 'EXPIRED' ? 'again' : 'on'}, and with all its tries. Its time{' '}
          {status === 'EXPIRED' ? 'ended' : 'ends'} <Moment at={expiresAt} />.
        </>,
        'Time that it has beyond the new one is not taken away.',
      ]}
      submit="Extend"
      fetching={fetching}
      error={error}
      refusal={data?.extendOnboarding.userErrors[0]?.message}
      refused="Not extended"
      opened={opened}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <LifetimeSelect label="From now on it works for" value={minutes} onChange={setMinutes} />
    </ActDialog>
  )
}
