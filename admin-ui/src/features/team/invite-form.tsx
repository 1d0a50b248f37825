import { TextInput } from '@mantine/core'
import type { CombinedError } from '@urql/core'
import { useState } from 'react'
import { DialogForm } from '@/components/dialog-form'
import type { Role } from '@/lib/viewer'
import { RoleChoice } from './role-choice'

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

  function submit() {
    onSubmit({ email: email.trim(), role })
  }

  return (
    <DialogForm
      submit="Invite"
      fetching={fetching}
      error={error}
      refusal={fault ? undefined : refusal?.message}
      refused="Not invited"
      onSubmit={submit}
      onCancel={onCancel}
    >
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
    </DialogForm>
  )
}
