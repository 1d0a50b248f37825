import { Button, Group, TextInput } from '@mantine/core'
import type { CombinedError } from '@urql/core'
import { useState, type SubmitEvent } from 'react'
import { Failure } from '@/components/failure'
import { describeError } from '@/lib/errors'
import type { Role } from '@/lib/viewer'
import { RoleChoice } from './role-choice'
import classes from './team.module.css'

interface InviteFormProps {
  fetching: boolean
  error?: CombinedError
  refusal?: { message: string; field: string[] | null }
  onSubmit: (invited: { email: string; role: Role }) => void
  onCancel: () => void
}

/** Asks who is to come in, and what they may do. */
export function InviteForm({ fetching, error, refusal, onSubmit, onCancel }: InviteFormProps) {
  const [email, setEmail] = useState('')
  const [role, setRole] = useState<Role>('VIEWER')
  const fault = refusal?.field?.at(-1) === 'email' ? refusal.message : undefined

  function submit(event: SubmitEvent) {
    event.preventDefault()
    onSubmit({ email: email.trim(), role })
  }

  return (
    <form className={classes.form} onSubmit={submit}>
      <p>
        You get a one-time link to hand over; nothing is sent by e-mail. With it they sign in for the first time and set a
        password.
      </p>
      <TextInput
        label="E-mail"
        type="email"
        required
        withAsterisk={false}
        maxLength={254}
        autoComplete="off"
        error={fault}
        value={email}
        onChange={(event) => setEmail(event.currentTarget.value)}
        data-autofocus
      />
      <RoleChoice value={role} onChange={setRole} />
      {refusal && !fault && <Failure title="Not invited" message={refusal.message} />}
      {error && <Failure {...describeError(error)} />}
      <Group justify="flex-end" gap="sm">
        <Button variant="default" onClick={onCancel} disabled={fetching}>
          Cancel
        </Button>
        <Button type="submit" loading={fetching}>
          Invite
        </Button>
      </Group>
    </form>
  )
}
