import { useState } from 'react'
import { useMutation } from 'urql'
import { ConnectLink } from '@/components/connect-link'
import { LifetimeSelect } from '@/components/lifetime-select'
import { graphql } from '@/lib/graphql'
import { useOpenings } from '@/lib/use-openings'
import { RenewalModal, type RenewalDialogProps } from './renewal-dialog'

const resendMutation = graphql(`
  mutation ResendOnboarding($input: ResendOnboardingInput!) {
    resendOnboarding(input: $input) {
      onboarding {
        id
        status
        connectUrl
        expiresAt
        supportCode
      }
      token
      userErrors {
        message
      }
    }
  }
`)

/** Replaces the link of an invitation, and shows the new one once. Each opening begins anew. */
export function NewLinkDialog(props: RenewalDialogProps) {
  const [times, onClosed] = useOpenings()
  return <Dialog key={times} {...props} onClosed={onClosed} />
}

function Dialog({ onboarding, opened, onClose, onChange, onClosed }: RenewalDialogProps & { onClosed: () => void }) {
  const [{ data, error, fetching }, resend] = useMutation(resendMutation)
  const [minutes, setMinutes] = useState(24 * 60)
  const { onboarding: resent, token, userErrors } = data?.resendOnboarding ?? {}

  function leave() {
    onClose()
    onChange()
  }

  return (
    <RenewalModal
      title={token ? 'The new link' : 'Make a new link?'}
      effects={[
        'The link from before stops working at once, also for a client who is in Meta’s dialog just now. Whoever opens it is told that there is a newer one.',
        'You get a new link, with all its tries, for the same client. The support code stays.',
      ]}
      submit="Make the link"
      fetching={fetching}
      error={error}
      refusal={{ title: 'No link was made', message: userErrors?.[0]?.message }}
      result={
        resent?.connectUrl &&
        token && (
          <ConnectLink
            link={`${resent.connectUrl}#${token}`}
            expiresAt={resent.expiresAt}
            supportCode={resent.supportCode}
            onDone={leave}
          />
        )
      }
      opened={opened}
      onSubmit={() => void resend({ input: { onboardingId: onboarding.id, expiresInMinutes: minutes } })}
      onClose={onClose}
      onClosed={onClosed}
    >
      <LifetimeSelect label="The link works for" value={minutes} onChange={setMinutes} />
    </RenewalModal>
  )
}
