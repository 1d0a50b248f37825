import { Modal } from '@mantine/core'
import { removeSecondFactor } from './account'
import { CodeForm } from './code-form'
import classes from './second-factor.module.css'

interface TurnOffDialogProps {
  opened: boolean
  onClose: () => void
  onDone: () => void
}

/** Asks for a code before the second factor is turned off. */
export function TurnOffDialog({ opened, onClose, onDone }: TurnOffDialogProps) {
  async function turnOff(code: string) {
    await removeSecondFactor(code)
    onDone()
  }
  return (
    <Modal opened={opened} onClose={onClose} title="Turn the second factor off?">
      <CodeForm submit="Turn off" danger onCode={turnOff} onCancel={onClose}>
        <p className={classes.sentence}>
          From then on your password alone signs in, and your recovery codes are worthless. You are signed out everywhere
          else.
        </p>
      </CodeForm>
    </Modal>
  )
}
