import { Button, Group, NativeSelect } from '@mantine/core'
import type { CombinedError } from '@urql/core'
import { useState } from 'react'
import { Effects } from '@/components/effects'
import { Failure } from '@/components/failure'
import { Icon } from '@/components/icon'
import { describeError } from '@/lib/errors'
import classes from './ending.module.css'

interface ReconnectFormProps {
  /** What is being prepared; null while nothing is. */
  busy: 'here' | 'link' | null
  error?: CombinedError
  refusal?: string
  onHere: () => void
  onLink: (expiresInMinutes: number) => void
}

/** Says what a new grant does, and asks who gives it: the client at this keyboard, or with a link. */
export function ReconnectForm({ busy, error, refusal, onHere, onLink }: ReconnectFormProps) {
  const [minutes, setMinutes] = useState('1440')
  return (
    <div className={classes.form}>
      <Effects effects={effects} />
      {refusal && <Failure title="Not prepared" message={refusal} />}
      {error && <Failure {...describeError(error)} />}
      <Group justify="space-between" align="flex-end" gap="md">
        <Group align="flex-end" gap="sm">
          <NativeSelect
            label="A link works for"
            data={lifetimes}
            value={minutes}
            onChange={(event) => setMinutes(event.currentTarget.value)}
          />
          <Button
            variant="default"
            loading={busy === 'link'}
            disabled={busy === 'here'}
            onClick={() => onLink(Number(minutes))}
          >
            Make a link to send
          </Button>
        </Group>
        <Button
          leftSection={<Icon name="link" />}
          loading={busy === 'here'}
          disabled={busy === 'link'}
          onClick={onHere}
          data-autofocus
        >
          Connect here
        </Button>
      </Group>
    </div>
  )
}

const effects = [
  'The client logs in with Facebook once more and picks this business and its datasets.',
  'The new grant takes the place of the one before: a dataset that is not ticked this time is lost.',
  'A grant for another business is stopped, and nothing changes then.',
  'Afterwards this page shows what the new grant added and dropped.',
]

const lifetimes = [
  { value: '30', label: '30 minutes' },
  { value: '1440', label: '1 day' },
  { value: '10080', label: '7 days' },
]
