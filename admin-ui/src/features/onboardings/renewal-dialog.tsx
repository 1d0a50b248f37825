import { Button, Group, Modal } from '@mantine/core'
import type { CombinedError } from '@urql/core'
import type { ReactNode } from 'react'
import { Failure } from '@/components/failure'
import { describeError } from '@/lib/errors'
import type { OnboardingStatus } from '@/lib/onboarding-status'
import classes from './onboardings.module.css'

/** An onboarding whose invitation an operator may change. */
export interface Renewable {
  id: string
  status: OnboardingStatus
  expiresAt: string
}

/** What a dialog about one invitation is opened with. */
export interface RenewalDialogProps {
  onboarding: Renewable
  opened: boolean
  onClose: () => void
  onChange: () => void
}

interface RenewalModalProps {
  title: string
  /** What happens, sentence by sentence. */
  effects: ReactNode[]
  /** Between what happens and the buttons. */
  children?: ReactNode
  submit: string
  isFinal?: boolean
  fetching: boolean
  error?: CombinedError
  refusal?: { title: string; message?: string }
  /** In place of the question, once there is something that must not be lost by a slip. */
  result?: ReactNode
  opened: boolean
  onSubmit: () => void
  onClose: () => void
  onClosed: () => void
}

/** Says exactly what changing an invitation does, and asks whether to. */
export function RenewalModal(props: RenewalModalProps) {
  const { title, fetching, result, opened, onClose, onClosed } = props
  const held = fetching || Boolean(result)
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      onExitTransitionEnd={onClosed}
      title={title}
      closeOnClickOutside={!held}
      closeOnEscape={!held}
      withCloseButton={!held}
      size="lg"
    >
      {result ?? <Question {...props} />}
    </Modal>
  )
}

function Question(props: RenewalModalProps) {
  const { effects, children, submit, isFinal, fetching, error, refusal, onSubmit, onClose } = props
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault()
        onSubmit()
      }}
    >
      <ul className={classes.effects}>
        {effects.map((effect, place) => (
          <li key={place}>{effect}</li>
        ))}
      </ul>
      {children}
      {refusal?.message && <Failure title={refusal.title} message={refusal.message} />}
      {error && <Failure {...describeError(error)} />}
      <Group justify="flex-end" gap="sm">
        <Button variant="default" onClick={onClose} disabled={fetching} data-autofocus>
          Leave it
        </Button>
        <Button type="submit" color={isFinal ? 'red.8' : undefined} loading={fetching}>
          {submit}
        </Button>
      </Group>
    </form>
  )
}
