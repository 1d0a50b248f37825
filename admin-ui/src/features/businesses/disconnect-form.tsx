import { Button, Group, Textarea } from '@mantine/core'
import type { CombinedError } from '@urql/core'
import { useState, type SubmitEvent } from 'react'
import { Failure } from '@/components/failure'
import { describeError } from '@/lib/errors'
import classes from './disconnect-dialog.module.css'

interface DisconnectFormProps {
  fetching: boolean
  error?: CombinedError
  refusal?: string
  onSubmit: (reason: string) => void
  onCancel: () => void
}

/** Says exactly what ending a connection does, here and at Meta, and takes the reason. */
export function DisconnectForm({ fetching, error, refusal, onSubmit, onCancel }: DisconnectFormProps) {
  const [reason, setReason] = useState('')

  function submit(event: SubmitEvent) {
    event.preventDefault()
    onSubmit(reason.trim())
  }

  return (
    <form className={classes.form} onSubmit={submit}>
      <div>
        <h3 className={classes.where}>Here</h3>
        <ul className={classes.effects}>
          <li>The token is no longer used from this moment on.</li>
          <li>Events that are sent with this token will fail.</li>
          <li>The datasets stay listed here until the business is erased.</li>
        </ul>
        <h3 className={classes.where}>At Meta</h3>
        <ul className={classes.effects}>
          <li>Meta is asked to revoke the token, and then to prove that it no longer works.</li>
          <li>If Meta does not confirm at once, it is asked again until it does.</li>
          <li>To use the business again, the client has to connect once more.</li>
        </ul>
      </div>
      <Textarea
        label="Reason (optional)"
        description="Kept with the record of who disconnected and when."
        maxLength={500}
        autosize
        minRows={2}
        maxRows={5}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      {refusal && <Failure title="Not disconnected" message={refusal} />}
      {error && <Failure {...describeError(error)} />}
      <Group justify="flex-end" gap="sm">
        <Button variant="default" onClick={onCancel} disabled={fetching} data-autofocus>
          Cancel
        </Button>
        <Button type="submit" color="red.8" loading={fetching}>
          Disconnect
        </Button>
      </Group>
    </form>
  )
}
