import { useState } from 'react'
import { DocumentTitle } from '@/components/document-title'
import { Logo } from '@/components/logo'
import { LinkSignIn } from './link-sign-in'
import { SignInForm } from './sign-in-form'
import { SingleSignOn } from './single-sign-on'
import { describeSingleSignOnRefusal } from './single-sign-on-refusal'
import classes from './sign-in-page.module.css'

interface SignInPageProps {
  /** The token of the one-time link that led here, or null. */
  linkToken: string | null
  onSignedIn: () => void
  /** Why single sign-on let nobody in just now: the server's code. */
  refused: string | undefined
  /** Where single sign-on leads to. */
  returnPath: string
}

/** The way in: e-mail and password, a one-time link, or single sign-on. */
export function SignInPage({ linkToken, onSignedIn, refused, returnPath }: SignInPageProps) {
  const [withPassword, setWithPassword] = useState(linkToken === null)
  return (
    <main className={classes.page} id="main" tabIndex={-1}>
      <DocumentTitle of="Sign in" />
      <div className={classes.card}>
        <Logo />
        <h1 className={classes.title}>Sign in</h1>
        {linkToken !== null && !withPassword ? (
          <LinkSignIn token={linkToken} onSignedIn={onSignedIn} onPassword={() => setWithPassword(true)} />
        ) : (
          <>
            <SignInForm onSignedIn={onSignedIn} refused={refused && describeSingleSignOnRefusal(refused)} />
            <SingleSignOn returnPath={returnPath} />
          </>
        )}
      </div>
      <p className={classes.foot}>No account yet? Ask an administrator of this installation for a one-time link.</p>
    </main>
  )
}
