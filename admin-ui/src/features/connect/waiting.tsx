import { Loader } from '@mantine/core'
import classes from './connect.module.css'
import { FacebookButton } from './facebook-button'

/** While Meta's window is open, or should be. */
export function Waiting({ slow, onRetry }: { slow: boolean; onRetry: () => void }) {
  return (
    <>
      <h2 className={`${classes.title} ${classes.working}`}>
        <Loader size="sm" /> Waiting for Facebook
      </h2>
      <p className={classes.text}>Finish the login in the window that Facebook opened. Leave this page open.</p>
      {slow && (
        <>
          <p className={classes.text}>
            <strong>No window to be seen?</strong> It may be blocked by the browser or hidden behind this one. Allow
            pop-ups for this page, then try again.
          </p>
          <div className={classes.buttons}>
            <FacebookButton onClick={onRetry}>Try again</FacebookButton>
          </div>
        </>
      )}
    </>
  )
}
