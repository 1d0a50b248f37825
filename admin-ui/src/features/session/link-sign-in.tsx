import { Button, Loader } from '@mantine/core'
import { useEffect, useState } from 'react'
import { Failure } from '@/components/failure'
import { signInWithLink, type AuthError } from './auth'
import { SecondStep } from './second-step'
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
  const [error, setError] = useState<AuthError | null>(null)
  const [tries, setTries] = useState(1)

  useEffect(() => {
    let shown = true
    exchange(token).then(
      () => shown && onSignedIn(),
      (reason: AuthError) => shown && setError(reason),
    )
    return () => {
      shown = false
    }
  }, [token, onSignedIn, tries])

  function retry() {
    answers.delete(token)
    setError(null)
    setTries(tries + 1)
  }

  if (error === null) {
    return (
      <p className={classes.waiting} role="status">
        <Loader size="sm" /> Signing you in with your link…
      </p>
    )
  }
  if (error.code === 'SECOND_FACTOR_NEEDED') {
    return (
      <SecondStep
        signIn={(code) => signInWithLink(token, code)}
        onSignedIn={onSignedIn}
        onStartOver={onPassword}
      />
    )
  }
  const spent = error.code === 'LINK_INVALID'
  return (
    <div className={classes.failed}>
      {spent ? (
        <>
          <Failure title="This link did not work" message={error.message} />
          <span>A link works once and for a limited time. Ask for a new one, or sign in with your password.</span>
        </>
      ) : (
        <Failure title="Not signed in yet" message={error.message} onRetry={retry} />
      )}
      <Button fullWidth variant={spent ? 'filled' : 'default'} onClick={onPassword}>
        Use e-mail and password
      </Button>
    </div>
  )
}
