import { useState } from 'react'
import { useMutation } from 'urql'
import { LifetimeSelect } from '@/components/lifetime-select'
import { Moment } from '@/components/moment'
import { announce } from '@/lib/announce'
import { graphql } from '@/lib/graphql'
import { useOpenings } from '@/lib/use-openings'
import { RenewalModal, type RenewalDialogProps } from './renewal-dialog'

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

/** Lets the link of an invitation work longer. Each opening begins anew. */
export function ExtendDialog(props: RenewalDialogProps) {
  const [times, onClosed] = useOpenings()
  return <Dialog key={times} {...props} onClosed={onClosed} />
}

function Dialog({ onboarding, opened, onClose, onChange, onClosed }: RenewalDialogProps & { onClosed: () => void }) {
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
    <RenewalModal
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
      refusal={{ title: 'Not extended', message: data?.extendOnboarding.userErrors[0]?.message }}
      opened={opened}
      onSubmit={() => void submit()}
      onClose={onClose}
      onClosed={onClosed}
    >
      <LifetimeSelect label="From now on it works for" value={minutes} onChange={setMinutes} />
    </RenewalModal>
  )
}
