import { useMutation } from 'urql'
import { ConnectLink } from '@/components/connect-link'
import { InvitationForm, type Invitation } from '@/components/invitation-form'
import { Modal } from '@/components/modal'
import { Name } from '@/components/name'
import { openedAnew } from '@/components/opened-anew'
import { graphql } from '@/lib/graphql'

const claimMutation = graphql(`
  mutation ClaimOrphanGrant($input: ClaimOrphanGrantInput!) {
    claimOrphanGrant(input: $input) {
      onboarding {
        id
        connectUrl
        expiresAt
        supportCode
      }
      token
      userErrors {
        message
        field
      }
    }
  }
`)

interface ClaimDialogProps {
  grantId: string
  /** Of the business. */
  name: string
  opened: boolean
  onClose: () => void
}

/** Prepares a link for the client of an orphan grant, and shows it once. */
export const ClaimDialog = openedAnew(Dialog)

function Dialog({ grantId, name, opened, onClose }: ClaimDialogProps) {
  const [{ data, error, fetching }, send] = useMutation(claimMutation)
  const { onboarding, token, userErrors } = data?.claimOrphanGrant ?? {}
  const link = onboarding?.connectUrl && token ? `${onboarding.connectUrl}#${token}` : null

  async function claim(input: Invitation) {
    // A grant that was never claimed holds no onboarding whose change would have the list read again.
    await send({ input: { orphanGrantId: grantId, ...input } }, { additionalTypenames: ['OrphanGrant'] })
  }

  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={
        <>
          {link ? 'Link for' : 'Claim the grant of'} <Name>{name}</Name>
        </>
      }
      held={fetching || Boolean(link)}
    >
      {onboarding && link ? (
        <ConnectLink
          link={link}
          expiresAt={onboarding.expiresAt}
          supportCode={onboarding.supportCode}
          onDone={onClose}
        />
      ) : (
        <InvitationForm
          fetching={fetching}
          error={error}
          refusal={userErrors?.[0]}
          refused="Not claimed"
          focused
          onSubmit={claim}
          onCancel={onClose}
        >
          The lost token cannot be fetched from Meta. You get a link for this client instead: it presses Connect with
          Facebook once more, and the grant is then held here. Nothing changes at Meta until it does.
        </InvitationForm>
      )}
    </Modal>
  )
}
