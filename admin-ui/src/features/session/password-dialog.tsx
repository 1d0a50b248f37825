import { Modal } from '@mantine/core'
import { PasswordForm } from './password-form'

interface PasswordDialogProps {
  opened: boolean
  onClose: () => void
  /** The session turned out to be over. */
  onSignedOut: () => void
}

/** Sets the password of whoever is signed in. */
export function PasswordDialog({ opened, onClose, onSignedOut }: PasswordDialogProps) {
  return (
    <Modal opened={opened} onClose={onClose} title="Set password">
      <PasswordForm onClose={onClose} onSignedOut={onSignedOut} />
    </Modal>
  )
}
