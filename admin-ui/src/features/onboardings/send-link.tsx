import { useState } from 'react'
import { useMutation } from 'urql'
import { ConnectLink } from '@/components/connect-link'
import { InvitationForm, type Invitation } from '@/components/invitation-form'
import { Panel } from '@/components/panel'
import { graphql } from '@/lib/graphql'
import { Journey, journeyFragment } from './journey'

const inviteMutation = graphql(
  `
    mutation InviteClient($input: CreateOnboardingInput!) {
      createOnboarding(input: $input) {
        onboarding {
          id
          connectUrl
          expiresAt
          supportCode
          ...Journey
        }
        token
        userErrors {
          message
          field
        }
      }
    }
  `,
  [journeyFragment],
)

/** Makes a link for a client that connects by itself, and then follows what the client does with it. */
export function SendLink() {
  const [round, setRound] = useState(0)
  return (
    <Panel title="Send a connect link" hint="For a client that connects by itself, on its own computer.">
      <Link key={round} onAnother={() => setRound(round + 1)} />
    </Panel>
  )
}

function Link({ onAnother }: { onAnother: () => void }) {
  const [{ data, error, fetching }, invite] = useMutation(inviteMutation)
  const { onboarding, token, userErrors } = data?.createOnboarding ?? {}

  if (onboarding?.connectUrl && token) {
    return (
      <ConnectLink
        link={`${onboarding.connectUrl}#${token}`}
        expiresAt={onboarding.expiresAt}
        supportCode={onboarding.supportCode}
        done="Make another"
        onDone={onAnother}
      >
        <Journey onboarding={onboarding} />
      </ConnectLink>
    )
  }
  return (
    <InvitationForm
      fetching={fetching}
      error={error}
      refusal={userErrors?.[0]}
      refused="No link was made"
      onSubmit={(input: Invitation) => void invite({ input })}
    >
      The link opens a page with the login button and nothing else. It works once, for one business, and you see here
      what the client does with it.
    </InvitationForm>
  )
}
