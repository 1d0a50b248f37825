import { useState } from 'react'
import { useMutation } from 'urql'
import { ActDialog } from '@/components/act-dialog'
import { ConnectLink } from '@/components/connect-link'
import { LifetimeSelect } from '@/components/lifetime-select'
import { openedAnew } from '@/components/opened-anew'
import { graphql } from '@/lib/graphql'
import type { RenewalDialogProps } from './renewal-dialog'

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

/** Replaces the link of an invitation, and shows the new one once. */
export const NewLinkDialog = openedAnew(Dialog)

function Dialog({ onboarding, opened, onClose, onChange }: RenewalDialogProps) {
  const [{ data, error, fetching }, resend] = useMutation(resendMutation)
  const [minutes, setMinutes] = useState(24 * 60)
  const { onboarding: resent, token, userErrors } = data?.resendOnboarding ?? {}

  function leave() {
    onClose()
    onChange()
  }

  return (
    <ActDialog
      title={token ? 'The new link' : 'Make a new link?'}
      effects={[
        'The link from before stops working at once, also for a client who is in Meta’s dialog just now. Whoever opens it is told that there is a newer one.',
        'You get a new link, with all its tries, for the same client. The support code stays.',
      ]}
      submit="Make the link"
      fetching={fetching}
      error={error}
      refusal={userErrors?.[0]?.message}
      refused="No link was made"
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
    >
      <LifetimeSelect label="The link works for" value={minutes} onChange={setMinutes} />
    </ActDialog>
  )
}
