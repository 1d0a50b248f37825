import { Button, Group, NativeSelect, TextInput } from '@mantine/core'
import type { CombinedError } from '@urql/core'
import { useState, type SubmitEvent } from 'react'
import { Failure } from '@/components/failure'
import { describeError } from '@/lib/errors'
import classes from './orphans.module.css'

/** What a claim says of the client, and for how many minutes its link works. */
export interface Claim {
  externalId?: string
  labels?: string[]
  expiresInMinutes: number
}

interface ClaimFormProps {
  fetching: boolean
  error?: CombinedError
  refusal?: { message: string; field: string[] | null }
  onSubmit: (claim: Claim) => void
  onCancel: () => void
}

const day = 24 * 60

/** Says what claiming does, and takes what is known of the client. */
export function ClaimForm({ fetching, error, refusal, onSubmit, onCancel }: ClaimFormProps) {
  const [externalId, setExternalId] = useState('')
  const [labels, setLabels] = useState('')
  const [minutes, setMinutes] = useState(day)
  const faultOf = (field: string) => (refusal?.field?.at(-1) === field ? refusal.message : undefined)

  function submit(event: SubmitEvent) {
    event.preventDefault()
    const given = labels.split(',').flatMap((label) => label.trim() || [])
    onSubmit({
      externalId: externalId.trim() || undefined,
      labels: given.length > 0 ? given : undefined,
      expiresInMinutes: minutes,
    })
  }

  return (
    <form className={classes.form} onSubmit={submit}>
      <p className={classes.sentence}>
        The lost token cannot be fetched from Meta. You get a link for this client instead: it presses Connect with
        Facebook once more, and the grant is then held here. Nothing changes at Meta until it does.
      </p>
      <TextInput
        label="External id (optional)"
        description="Your own id for this client."
        maxLength={200}
        error={faultOf('externalId')}
        value={externalId}
        onChange={(event) => setExternalId(event.currentTarget.value)}
        data-autofocus
      />
      <TextInput
        label="Labels (optional)"
        description="Separated by commas."
        error={faultOf('labels')}
        value={labels}
        onChange={(event) => setLabels(event.currentTarget.value)}
      />
      <NativeSelect
        label="The link works for"
        data={lifetimes}
        value={String(minutes)}
        onChange={(event) => setMinutes(Number(event.currentTarget.value))}
      />
      {refusal && !faultOf('externalId') && !faultOf('labels') && (
        <Failure title="Not claimed" message={refusal.message} />
      )}
      {error && <Failure {...describeError(error)} />}
      <Group justify="flex-end" gap="sm">
        <Button variant="default" onClick={onCancel} disabled={fetching}>
          Cancel
        </Button>
        <Button type="submit" loading={fetching}>
          Make the link
        </Button>
      </Group>
    </form>
  )
}

const lifetimes = [
  { value: '30', label: '30 minutes' },
  { value: String(day), label: '1 day' },
  { value: String(7 * day), label: '7 days' },
]
