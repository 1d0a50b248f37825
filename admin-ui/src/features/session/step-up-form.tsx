import { Button, Group, Loader, PasswordInput, Stack } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useState } from 'react'
import { Failure } from '@/components/failure'
import { Refusal } from '@/components/refusal'
import { focusOnMount } from '@/lib/focus-on-mount'
import { confirmIdentity, type Account } from './account'
import { unlessRefused, type AuthError } from './auth'
import { CodeField } from './code-field'
import classes from './second-factor.module.css'
import { SingleSignOn } from './single-sign-on'
import { useAccount } from './use-account'

interface StepUpFormProps {
  onConfirmed: () => void
  onCancel: () => void
  /** Leads to the sign-in page. */
  onSignIn: () => void
}

/** Asks for everything that whoever is signed in signs in with. */
export function StepUpForm(props: StepUpFormProps) {
  const { account, error, read } = useAccount()
  if (error) {
    return <Failure title="This cannot be confirmed right now" message={error.message} onRetry={read} />
  }
  if (!account) {
    return (
      <p className={classes.waiting} role="status">
        <Loader size="sm" /> Looking up how you sign in…
      </p>
    )
  }
  return account.hasPassword || account.secondFactor ? (
    <Form account={account} {...props} />
  ) : (
    <NothingToConfirmWith {...props} />
  )
}

function Form({ account, onConfirmed, onCancel, onSignIn }: StepUpFormProps & { account: Account }) {
  const [refusal, setRefusal] = useState<string | null>(null)
  const form = useForm({
    initialValues: { password: '', code: '' },
    validate: {
      password: (value) => (account.hasPassword && !value ? 'Enter your password' : null),
      code: (value) => (account.secondFactor && !value.trim() ? 'Enter a code' : null),
    },
  })

  async function send({ password, code }: typeof form.values) {
    setRefusal(null)
    await unlessRefused(async () => {
      await confirmIdentity(password, code)
      onConfirmed()
    }, refuse)
  }

  function refuse(error: AuthError) {
    if (error.code === 'UNAUTHENTICATED') {
      onSignIn()
      return
    }
    setRefusal(error.message)
    const wrong = error.code === 'WRONG_CODE' || !account.hasPassword ? 'code' : 'password'
    form.setFieldValue(wrong, '')
    form.getInputNode(wrong)?.focus()
  }

  return (
    <form
      noValidate
      onSubmit={form.onSubmit(send, (errors) => form.getInputNode(Object.keys(errors)[0] ?? '')?.focus())}
    >
      <Stack gap="md">
        <p className={classes.sentence}>
          What you are about to do cannot be made good, so it needs a proof of the last 10 minutes that it is you.
        </p>
        {refusal && <Refusal>{refusal}</Refusal>}
        {account.hasPassword && (
          <PasswordInput
            label="Password"
            autoComplete="current-password"
            ref={focusOnMount}
            data-autofocus
            {...form.getInputProps('password')}
          />
        )}
        {account.secondFactor && <CodeField takesFocus={!account.hasPassword} {...form.getInputProps('code')} />}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onCancel}>
            Cancel
          </Button>
          <Button type="submit" loading={form.submitting}>
            Confirm
          </Button>
        </Group>
        <ConfirmElsewhere />
      </Stack>
    </form>
  )
}

/** Whoever came by a one-time link and has set no password is as good as new after another one. */
function NothingToConfirmWith({ onCancel, onSignIn }: StepUpFormProps) {
  return (
    <Stack gap="md">
      <p className={classes.sentence}>
        What you are about to do needs a sign-in of the last 10 minutes, and you have no password to confirm with. Ask an
        administrator for a fresh one-time link, or sign in again as you did before. Then set a password: with one,
        confirming takes a moment.
      </p>
      <Group justify="flex-end" gap="sm">
        <Button variant="default" onClick={onCancel}>
          Cancel
        </Button>
        <Button onClick={onSignIn} ref={focusOnMount} data-autofocus>
          Sign in again
        </Button>
      </Group>
      <ConfirmElsewhere />
    </Stack>
  )
}

/** Leads away and back to this page, where the act is still to be repeated. */
function ConfirmElsewhere() {
  const { pathname, search } = window.location
  return <SingleSignOn confirms returnPath={pathname + search} />
}
