import { TextInput } from '@mantine/core'
import type { CombinedError } from '@urql/core'
import { useState } from 'react'
import { DialogForm } from '@/components/dialog-form'
import { Effects } from '@/components/effects'
import { Failure } from '@/components/failure'
import { fromLocalTime, toLocalTime } from '@/lib/local-time'
import { EventTypeChoice, type EventTypeSelection } from './event-type-choice'
import type { WebhookEventType } from './event-types'

/** Which events are sent again; without types, those that the endpoint is sent. */
export interface Replay {
  since: string
  until?: string
  eventTypes?: WebhookEventType[]
}

interface ReplayFormProps {
  fetching: boolean
  error?: CombinedError
  refusal?: { message: string; field: string[] | null }
  /** Whether nothing has happened in the range that was asked for. */
  isNone: boolean
  onSubmit: (replay: Replay) => void
  onCancel: () => void
}

const day = 24 * 60 * 60 * 1000
const fields = ['since', 'until', 'eventTypes']

/** Says what sending again does, and asks from when to when, and which types. */
export function ReplayForm({ fetching, error, refusal, isNone, onSubmit, onCancel }: ReplayFormProps) {
  const [since, setSince] = useState(() => toLocalTime(Date.now() - day))
  const [until, setUntil] = useState('')
  const [types, setTypes] = useState<EventTypeSelection>(null)
  const [lacksTypes, setLacksTypes] = useState(false)
  const field = refusal?.field?.at(-1)
  const faultOf = (name: string) => (field === name ? refusal?.message : undefined)

  function submit() {
    const from = fromLocalTime(since)
    setLacksTypes(types?.length === 0)
    if (from && types?.length !== 0) {
      onSubmit({ since: from, until: fromLocalTime(until), eventTypes: types ?? undefined })
    }
  }

  return (
    <DialogForm
      submit="Send again"
      fetching={fetching}
      error={error}
      refusal={fields.includes(field ?? '') ? undefined : refusal?.message}
      refused="Nothing was done"
      onSubmit={submit}
      onCancel={onCancel}
    >
      <Effects effects={effects} />
      <TextInput
        label="From"
        description="Events are kept for 30 days."
        type="datetime-local"
        required
        withAsterisk={false}
        error={faultOf('since')}
        value={since}
        onChange={(event) => setSince(event.currentTarget.value)}
        data-autofocus
      />
      <TextInput
        label="Until"
        description="Up to now, while it is empty."
        type="datetime-local"
        error={faultOf('until')}
        value={until}
        onChange={(event) => setUntil(event.currentTarget.value)}
      />
      <EventTypeChoice
        label="Types"
        all="Those that the endpoint is sent"
        error={lacksTypes ? 'Choose at least one type.' : faultOf('eventTypes')}
        value={types}
        onChange={setTypes}
      />
      {isNone && <Failure title="Nothing to send" message="No event of these types happened in this range." />}
    </DialogForm>
  )
}

const effects = [
  'Every event of the range is sent once more, in the order in which it happened, also what was taken before.',
  'Each keeps its id: a receiver that knows events by webhook-id does nothing twice.',
  'The body is the one of then, and tells how it was then; the time and the signatures are new.',
]
