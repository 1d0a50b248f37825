import { Button, PasswordInput, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useState } from 'react'
import { Refusal } from '@/components/refusal'
import { signIn, unlessRefused, type AuthError } from './auth'
import { SecondStep } from './second-step'

interface SignInFormProps {
  onSignedIn: () => void
  /** Why another way in was refused just now. */
  refused: string | undefined
}

/** E-mail and password, and then the code of whoever has a second factor. */
export function SignInForm({ onSignedIn, refused }: SignInFormProps) {
  const [refusal, setRefusal] = useState<string | null>(refused ?? null)
  const [needsCode, setNeedsCode] = useState(false)
  const form = useForm({
    initialValues: { email: '', password: '' },
    validate: {
      email: (value) => (value.includes('@') ? null : 'Enter your e-mail address'),
      password: (value) => (value ? null : 'Enter your password'),
    },
    onSubmitPreventDefault: 'always',
  })

  async function submit({ email, password }: typeof form.values) {
    setRefusal(null)
    await unlessRefused(async () => {
      await signIn(email.trim(), password)
      onSignedIn()
    }, refuse)
  }

  function refuse(error: AuthError) {
    if (error.code === 'SECOND_FACTOR_NEEDED') {
      setNeedsCode(true)
      return
    }
    setRefusal(error.message)
    form.setFieldValue('password', '')
    form.getInputNode('password')?.focus()
  }

  function startOver() {
    setNeedsCode(false)
    form.setFieldValue('password', '')
  }

  if (needsCode) {
    const { email, password } = form.values
    return (
      <SecondStep
        signIn={(code) => signIn(email.trim(), password, code)}
        onSignedIn={onSignedIn}
        onStartOver={startOver}
      />
    )
  }

  return (
    <form
      noValidate
      onSubmit={form.onSubmit(submit, (errors) => form.getInputNode(Object.keys(errors)[0] ?? '')?.focus())}
    >
      <Stack gap="md">
        {refusal && <Refusal>{refusal}</Refusal>}
        <TextInput label="E-mail" type="email" autoComplete="username" {...form.getInputProps('email')} />
        <PasswordInput label="Password" autoComplete="current-password" {...form.getInputProps('password')} />
        <Button type="submit" fullWidth loading={form.submitting}>
          Sign in
        </Button>
      </Stack>
    </form>
  )
}
