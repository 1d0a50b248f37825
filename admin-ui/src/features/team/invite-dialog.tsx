import { useMutation } from 'urql'
import { Modal } from '@/components/modal'
import { openedAnew } from '@/components/opened-anew'
import { graphql } from '@/lib/graphql'
import { InviteForm } from './invite-form'
import { OneTimeLink } from './one-time-link'

const inviteMutation = graphql(`
  mutation InviteUser($input: InviteUserInput!) {
    inviteUser(input: $input) {
      user {
        id
        email
      }
      link
      linkExpiresAt
      userErrors {
        message
        field
      }
    }
  }
`)

interface InviteDialogProps {
  opened: boolean
  onClose: () => void
}

/** Adds a member of staff, and shows their one-time link. */
export const InviteDialog = openedAnew(Dialog)

function Dialog({ opened, onClose }: InviteDialogProps) {
  const [{ data, error, fetching }, invite] = useMutation(inviteMutation)
  const { user, link, linkExpiresAt, userErrors } = data?.inviteUser ?? {}
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={link ? 'Their way in' : 'Invite somebody'}
      held={fetching || Boolean(link)}
    >
      {user && link && linkExpiresAt ? (
        <OneTimeLink email={user.email} link={link} expiresAt={linkExpiresAt} onDone={onClose} />
      ) : (
        <InviteForm
          fetching={fetching}
          error={error}
          refusal={userErrors?.[0]}
          // An empty list holds no user whose change would have it read again.
          onSubmit={(input) => invite({ input }, { additionalTypenames: ['UserConnection'] })}
          onCancel={onClose}
        />
      )}
    </Modal>
  )
}
