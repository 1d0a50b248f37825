import { Button, Group, PasswordInput, Stack } from '@mantine/core'
import { useForm } from '@mantine/form'
import { notifications } from '@mantine/notifications'
import { useState } from 'react'
import { Refusal } from '@/components/refusal'
import { focusOnMount } from '@/lib/focus-on-mount'
import { setPassword, unlessRefused, type AuthError } from './auth'
import { useConfirmed } from './use-confirmed'

interface PasswordFormProps {
  onClose: () => void
  onSignedOut: () => void
}

const shortest = 12

/** Asks for the new password, and for the current one when the server wants to know it. */
export function PasswordForm({ onClose, onSignedOut }: PasswordFormProps) {
  const [refusal, setRefusal] = useState<AuthError | null>(null)
  const [asksCurrent, setAsksCurrent] = useState(false)
  const confirmed = useConfirmed()
  const form = useForm({
    initialValues: { current: '', password: '', again: '' },
    validate: {
      current: (value) => (asksCurrent && !value ? 'Enter your current password' : null),
      password: (value) => (value.length < shortest ? `Use at least ${shortest} characters` : null),
      again: (value, { password }) => (value === password ? null : 'The two passwords differ'),
    },
  })

  async function submit({ current, password }: typeof form.values) {
    setRefusal(null)
    await unlessRefused(async () => {
      await confirmed(() => setPassword(password, asksCurrent ? current : undefined))
      notifications.show({ message: 'Your new password works from now on.' })
      onClose()
    }, refuse)
  }

  function refuse(error: AuthError) {
    if (error.code === 'UNAUTHENTICATED') {
      onSignedOut()
      return
    }
    setRefusal(error)
    if (error.code === 'CURRENT_PASSWORD_NEEDED' || error.code === 'WRONG_PASSWORD') {
      setAsksCurrent(true)
      form.getInputNode('current')?.focus()
    }
  }

  return (
    <form
      noValidate
      onSubmit={form.onSubmit(submit, (errors) => form.getInputNode(Object.keys(errors)[0] ?? '')?.focus())}
    >
      <Stack gap="md">
        {refusal && <Refusal>{refusal.message}</Refusal>}
        {asksCurrent && (
          <PasswordInput
            label="Current password"
            ref={focusOnMount}
            autoComplete="current-password"
            {...form.getInputProps('current')}
          />
        )}
        <PasswordInput
          label="New password"
          description={`At least ${shortest} characters. A few unrelated words are easy to remember and hard to guess.`}
          autoComplete="new-password"
          data-autofocus
          {...form.getInputProps('password')}
        />
        <PasswordInput label="The same again" autoComplete="new-password" {...form.getInputProps('again')} />
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={form.submitting}>
            Set password
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
