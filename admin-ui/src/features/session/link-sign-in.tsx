import { Button, Loader } from '@mantine/core'
import { useEffect, useState } from 'react'
import { Failure } from '@/components/failure'
import { AuthError, signInWithLink } from './auth'
import classes from './sign-in-page.module.css'

interface LinkSignInProps {
  token: string
  onSignedIn: () => void
  /** Goes on to the form. */
  onPassword: () => void
}

/** The answer to a token, asked for once: the second use of a one-time token would be refused. */
const answers = new Map<string, Promise<void>>()

function exchange(token: string) {
  const answer = answers.get(token) ?? signInWithLink(token)
  answers.set(token, answer)
  return answer
}

/** Signs in with the one-time link that was opened. */
export function LinkSignIn({ token, onSignedIn, onPassword }: LinkSignInProps) {
  const [refusal, setRefusal] = useState<string | null>(null)

  useEffect(() => {
    let shown = true
    exchange(token).then(
      () => shown && onSignedIn(),
      (error: unknown) => shown && setRefusal(error instanceof AuthError ? error.message : String(error)),
    )
    return () => {
      shown = false
    }
  }, [token, onSignedIn])

  if (refusal === null) {
    return (
      <p className={classes.waiting} role="status">
        <Loader size="sm" /> Signing you in with your link…
      </p>
    )
  }
  return (
    <div className={classes.failed}>
      <Failure title="This link did not work" message={refusal} />
      <span>A link works once and for a limited time. Ask for a new one, or sign in with your password.</span>
      <Button fullWidth onClick={onPassword}>
        Use e-mail and password
      </Button>
    </div>
  )
}
