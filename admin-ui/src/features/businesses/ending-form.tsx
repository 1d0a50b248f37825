import { Button, Group, Textarea } from '@mantine/core'
import type { CombinedError } from '@urql/core'
import { useState, type ReactNode, type SubmitEvent } from 'react'
import { Failure } from '@/components/failure'
import { describeError } from '@/lib/errors'
import classes from './ending.module.css'

interface EndingFormProps {
  /** What happens here, sentence by sentence. */
  here: string[]
  atMeta: ReactNode[]
  /** Where the reason ends up. */
  kept: string
  submit: string
  fetching: boolean
  error?: CombinedError
  refusal?: { title: string; message?: string }
  onSubmit: (reason: string) => void
  onCancel: () => void
}

/** Says exactly what ending a connection does, here and at Meta, and takes the reason. */
export function EndingForm(props: EndingFormProps) {
  const { here, atMeta, kept, submit, fetching, error, refusal, onSubmit, onCancel } = props
  const [reason, setReason] = useState('')

  function send(event: SubmitEvent) {
    event.preventDefault()
    onSubmit(reason.trim())
  }

  return (
    <form className={classes.form} onSubmit={send}>
      <div>
        <h3 className={classes.where}>Here</h3>
        <Effects effects={here} />
        <h3 className={classes.where}>At Meta</h3>
        <Effects effects={atMeta} />
      </div>
      <Textarea
        label="Reason (optional)"
        description={kept}
        maxLength={500}
        autosize
        minRows={2}
        maxRows={5}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      {refusal?.message && <Failure title={refusal.title} message={refusal.message} />}
      {error && <Failure {...describeError(error)} />}
      <Group justify="flex-end" gap="sm">
        <Button variant="default" onClick={onCancel} disabled={fetching} data-autofocus>
          Cancel
        </Button>
        <Button type="submit" color="red.8" loading={fetching}>
          {submit}
        </Button>
      </Group>
    </form>
  )
}

function Effects({ effects }: { effects: ReactNode[] }) {
  return (
    <ul className={classes.effects}>
      {effects.map((effect, place) => (
        <li key={place}>{effect}</li>
      ))}
    </ul>
  )
}
