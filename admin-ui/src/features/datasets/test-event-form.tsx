import { TextInput } from '@mantine/core'
import type { CombinedError } from '@urql/core'
import { useState } from 'react'
import { DialogForm } from '@/components/dialog-form'
import { ExternalLink } from '@/components/external-link'
import { Facts } from '@/components/facts'
import classes from './datasets.module.css'

interface TestEventFormProps {
  eventsManagerUrl: string
  fetching: boolean
  error?: CombinedError
  refusal?: { message: string; field: string[] | null }
  onSubmit: (testEventCode: string) => void
  onCancel: () => void
}

/** Says that Meta really processes the event and what is in it, and takes the code by which Meta shows it. */
export function TestEventForm(props: TestEventFormProps) {
  const { eventsManagerUrl, fetching, error, refusal, onSubmit, onCancel } = props
  const [code, setCode] = useState('')
  const fault = refusal?.field?.at(-1) === 'testEventCode' ? refusal.message : undefined

  return (
    <DialogForm
      submit="Send one event"
      fetching={fetching}
      error={error}
      refusal={fault ? undefined : refusal?.message}
      refused="Not sent"
      onSubmit={() => onSubmit(code.trim())}
      onCancel={onCancel}
    >
      <p className={classes.sentence}>
        <strong>Meta processes a test event as any other:</strong> it counts in this dataset, and cannot be taken back. One
        event is sent, with the token of this business:
      </p>
      <Facts
        facts={[
          ['Name', 'ConnectionTest'],
          ['Where', 'system_generated'],
          ['When', 'Now'],
          ['Person', 'Nobody: the SHA-256 digest of connection-test@example.com'],
        ]}
      />
      <TextInput
        label="Test event code"
        description="Events Manager shows it under “Test events” of this dataset, for example TEST12345."
        maxLength={50}
        required
        error={fault}
        value={code}
        onChange={(event) => setCode(event.currentTarget.value)}
        autoComplete="off"
        data-autofocus
      />
      <ExternalLink href={eventsManagerUrl}>Open the dataset in Events Manager</ExternalLink>
    </DialogForm>
  )
}
