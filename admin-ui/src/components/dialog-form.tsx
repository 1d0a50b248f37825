import { Button, Group } from '@mantine/core'
import type { CombinedError } from '@urql/core'
import type { ReactNode, SubmitEvent } from 'react'
import { describeError } from '@/lib/errors'
import classes from './dialog-form.module.css'
import { Failure } from './failure'

export interface DialogFormProps {
  children: ReactNode
  /** What the button says that does it. */
  submit: string
  /** What the button says that does nothing, where “Cancel” would be taken for the act. */
  cancel?: string
  danger?: boolean
  /** While there is nothing to do. */
  disabled?: boolean
  fetching: boolean
  error?: CombinedError
  /** Why it was refused, unless a field says so. */
  refusal?: string
  /** What did not happen then: "Not created". */
  refused: string
  onSubmit: () => void
  onCancel: () => void
}

/** What is asked in a dialog, why it went wrong, and the two ways on. */
export function DialogForm(props: DialogFormProps) {
  const { children, submit, cancel = 'Cancel', danger, disabled, fetching, error, refusal, refused } = props

  function send(event: SubmitEvent) {
    event.preventDefault()
    props.onSubmit()
  }

  return (
    <form className={classes.form} onSubmit={send}>
      {children}
      {refusal && <Failure title={refused} message={refusal} />}
      {error && <Failure {...describeError(error)} />}
      <Group justify="flex-end" gap="sm">
        <Button variant="default" onClick={props.onCancel} disabled={fetching} data-autofocus>
          {cancel}
        </Button>
        <Button type="submit" color={danger ? 'red.8' : undefined} loading={fetching} disabled={disabled}>
          {submit}
        </Button>
      </Group>
    </form>
  )
}
