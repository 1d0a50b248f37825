import { TextInput } from '@mantine/core'
import type { CombinedError } from '@urql/core'
import { useState } from 'react'
import type { Endpoint } from './endpoint-fragment'
import { EventTypeChoice, type EventTypeSelection } from './event-type-choice'
import type { WebhookEventType } from './event-types'
import { DialogForm } from '@/components/dialog-form'

interface EndpointFormProps {
  /** What is changed; a new endpoint unless given. */
  endpoint?: Endpoint
  /** What the button says that sends it. */
  action: string
  fetching: boolean
  error?: CombinedError
  refusal?: { message: string; field: string[] | null }
  onSubmit: (fields: { url: string; description: string; eventTypes: WebhookEventType[] }) => void
  onCancel: () => void
}

/** Asks where events go, what for, and which. */
export function EndpointForm({ endpoint, action, fetching, error, refusal, onSubmit, onCancel }: EndpointFormProps) {
  const [url, setUrl] = useState(endpoint?.url ?? '')
  const [description, setDescription] = useState(endpoint?.description ?? '')
  const [types, setTypes] = useState<EventTypeSelection>(endpoint?.eventTypes.length ? endpoint.eventTypes : null)
  const [isNone, setIsNone] = useState(false)
  const field = refusal?.field?.at(-1)

  function submit() {
    setIsNone(types?.length === 0) // which the API takes for all
    if (types?.length !== 0) {
      onSubmit({ url: url.trim(), description: description.trim(), eventTypes: types ?? [] })
    }
  }

  return (
    <DialogForm
      submit={action}
      fetching={fetching}
      error={error}
      // Beside the button, since the field that is at fault may be out of sight.
      refusal={refusal?.message}
      refused="Nothing was changed"
      onSubmit={submit}
      onCancel={onCancel}
    >
      <TextInput
        label="Address"
        description="https: and a name that the internet knows; port 443 or 8443."
        type="url"
        placeholder="https://shop.example/webhooks"
        required
        withAsterisk={false}
        maxLength={2048}
        autoComplete="off"
        spellCheck={false}
        error={field === 'url'}
        value={url}
        onChange={(event) => setUrl(event.currentTarget.value)}
        data-autofocus
      />
      <TextInput
        label="Description"
        description="What it is for, if more than one will be listed here."
        maxLength={200}
        autoComplete="off"
        error={field === 'description'}
        value={description}
        onChange={(event) => setDescription(event.currentTarget.value)}
      />
      <EventTypeChoice
        label="It is sent"
        all="Everything, and what later versions tell besides"
        error={isNone ? 'Choose at least one type, or everything.' : undefined}
        value={types}
        onChange={setTypes}
      />
    </DialogForm>
  )
}
