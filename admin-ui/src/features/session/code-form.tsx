import { Button, Group, Stack } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useState, type ReactNode } from 'react'
import { Refusal } from '@/components/refusal'
import { unlessRefused } from './auth'
import { CodeField } from './code-field'

interface CodeFormProps {
  /** What the buttons say. */
  submit: string
  cancel?: string
  appOnly?: boolean
  danger?: boolean
  /** Above the field. */
  children?: ReactNode
  /** Sends the code; what it throws is told. */
  onCode: (code: string) => Promise<void>
  onCancel: () => void
}

/** Asks for a code of the second factor. */
export function CodeForm({ submit, cancel = 'Cancel', appOnly, danger, children, onCode, onCancel }: CodeFormProps) {
  const [refusal, setRefusal] = useState<string | null>(null)
  const form = useForm({
    initialValues: { code: '' },
    validate: { code: (value) => (value.trim() ? null : 'Enter a code') },
  })

  async function send({ code }: typeof form.values) {
    setRefusal(null)
    await unlessRefused(
      () => onCode(code),
      (error) => {
        setRefusal(error.message)
        form.setFieldValue('code', '')
        form.getInputNode('code')?.focus()
      },
    )
  }

  return (
    <form noValidate onSubmit={form.onSubmit(send, () => form.getInputNode('code')?.focus())}>
      <Stack gap="md">
        {children}
        {refusal && <Refusal>{refusal}</Refusal>}
        <CodeField appOnly={appOnly} takesFocus {...form.getInputProps('code')} />
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onCancel}>
            {cancel}
          </Button>
          <Button type="submit" color={danger ? 'red.8' : undefined} loading={form.submitting}>
            {submit}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
