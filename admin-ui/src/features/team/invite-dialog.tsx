import { Modal } from '@mantine/core'
import { useMutation } from 'urql'
import { graphql } from '@/lib/graphql'
import { useOpenings } from '@/lib/use-openings'
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

/** Adds a member of staff, and shows their one-time link. Each opening begins anew. */
export function InviteDialog(props: InviteDialogProps) {
  const [times, onClosed] = useOpenings()
  return <Dialog key={times} {...props} onClosed={onClosed} />
}

function Dialog({ opened, onClose, onClosed }: InviteDialogProps & { onClosed: () => void }) {
  const [{ data, error, fetching }, invite] = useMutation(inviteMutation)
  const { user, link, linkExpiresAt, userErrors } = data?.inviteUser ?? {}
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      onExitTransitionEnd={onClosed}
      title={link ? 'Their way in' : 'Invite somebody'}
      // The link is shown once: neither key nor mouse may lose it by a slip.
      closeOnClickOutside={!fetching && !link}
      closeOnEscape={!fetching && !link}
      withCloseButton={!fetching && !link}
      size="lg"
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
