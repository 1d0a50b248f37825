import { Logo } from '@/components/logo'
import { LinkSignIn } from './link-sign-in'
import { SignInForm } from './sign-in-form'
import classes from './sign-in-page.module.css'
import { useState } from 'react'

interface SignInPageProps {
  /** The token of the one-time link that led here, or null. */
  linkToken: string | null
  onSignedIn: () => void
}

/** The way in: e-mail and password, or a one-time link. */
export function SignInPage({ linkToken, onSignedIn }: SignInPageProps) {
  const [withPassword, setWithPassword] = useState(linkToken === null)
  return (
    <main className={classes.page} id="main" tabIndex={-1}>
      <title>Sign in · CAPI Connect</title>
      <div className={classes.card}>
        <Logo />
        <h1 className={classes.title}>Sign in</h1>
        {linkToken !== null && !withPassword ? (
          <LinkSignIn token={linkToken} onSignedIn={onSignedIn} onPassword={() => setWithPassword(true)} />
        ) : (
          <SignInForm onSignedIn={onSignedIn} />
        )}
      </div>
      <p className={classes.foot}>No account yet? Ask an administrator of this installation for a one-time link.</p>
    </main>
  )
}
