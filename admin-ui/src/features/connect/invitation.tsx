import type { Audience } from './connect-page'
import classes from './connect.module.css'
import { FacebookButton } from './facebook-button'

interface InvitationProps {
  /** Whether the SDK is there, so that the click can open the window. */
  ready: boolean
  audience: Audience
  onConnect: () => void
}

/** The button before it is pressed. */
export function Invitation({ ready, audience, onConnect }: InvitationProps) {
  return (
    <>
      <h2 className={classes.title}>Connect with Facebook Login for Business</h2>
      <p className={classes.text}>
        {audience === 'staff'
          ? 'The person at the keyboard must be able to administer the client’s business at Meta. Connecting a business again renews its connection.'
          : 'You need to be able to administer your business at Meta. You decide which datasets are shared, and you can end it at any time.'}
      </p>
      <div className={classes.buttons}>
        <FacebookButton disabled={!ready} onClick={onConnect}>
          Connect with Facebook
        </FacebookButton>
        {!ready && (
          <p className={classes.quiet} role="status">
            Getting Facebook’s login ready…
          </p>
        )}
      </div>
    </>
  )
}
