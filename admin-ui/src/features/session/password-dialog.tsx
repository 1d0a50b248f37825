import { Button, Group, Modal, PasswordInput, Stack } from '@mantine/core'
import { useForm } from '@mantine/form'
import { notifications } from '@mantine/notifications'
import { useState } from 'react'
import { Refusal } from '@/components/refusal'
import { AuthError, setPassword } from './auth'

const shortest = 12

/** Sets the password of whoever is signed in. */
export function PasswordDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <Modal opened={opened} onClose={onClose} title="Set password">
      <PasswordForm onClose={onClose} />
    </Modal>
  )
}

function PasswordForm({ onClose }: { onClose: () => void }) {
  const [refusal, setRefusal] = useState<string | null>(null)
  const form = useForm({
    initialValues: { password: '', again: '' },
    validate: {
      password: (value) => (value.length < shortest ? `Use at least ${shortest} characters` : null),
      again: (value, { password }) => (value === password ? null : 'The two passwords differ'),
    },
  })

  async function submit({ password }: typeof form.values) {
    try {
      await setPassword(password)
      notifications.show({ message: 'Your new password works from now on.' })
      onClose()
    } catch (error) {
      if (!(error instanceof AuthError)) {
        throw error
      }
      setRefusal(error.message)
    }
  }

  return (
    <form
      noValidate
      onSubmit={form.onSubmit(submit, (errors) => form.getInputNode(Object.keys(errors)[0] ?? '')?.focus())}
    >
      <Stack gap="md">
        {refusal && <Refusal>{refusal}</Refusal>}
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
