import { Button, Group, NativeSelect, TextInput } from '@mantine/core'
import type { CombinedError } from '@urql/core'
import { useState, type ReactNode, type SubmitEvent } from 'react'
import { describeError } from '@/lib/errors'
import { Failure } from './failure'
import classes from './invitation.module.css'

/** Whom a connect link is for, and for how many minutes it works. */
export interface Invitation {
  externalId?: string
  labels?: string[]
  expiresInMinutes: number
}

interface InvitationFormProps {
  /** What making the link does, in a sentence or two. */
  children: ReactNode
  fetching: boolean
  error?: CombinedError
  refusal?: { message: string; field: string[] | null }
  /** The title of a refusal that is about no field. */
  refused: string
  /** Whether the first field takes the focus, as in a dialog. */
  focused?: boolean
  onSubmit: (invitation: Invitation) => void
  onCancel?: () => void
}

const day = 24 * 60

/** Takes what is known of a client, for a link to send to it. */
export function InvitationForm(props: InvitationFormProps) {
  const { children, fetching, error, refusal, refused, focused, onSubmit, onCancel } = props
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
      <p className={classes.sentence}>{children}</p>
      <TextInput
        label="External id (optional)"
        description="Your own id for this client."
        maxLength={200}
        error={faultOf('externalId')}
        value={externalId}
        onChange={(event) => setExternalId(event.currentTarget.value)}
        data-autofocus={focused}
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
        <Failure title={refused} message={refusal.message} />
      )}
      {error && <Failure {...describeError(error)} />}
      <Group justify="flex-end" gap="sm">
        {onCancel && (
          <Button variant="default" onClick={onCancel} disabled={fetching}>
            Cancel
          </Button>
        )}
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
