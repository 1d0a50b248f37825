import { Loader } from '@mantine/core'
import classes from './connect.module.css'
import { WaysOn, type Ways } from './ways-on'

/** While Meta's window is open, or should be. */
export function Waiting({ slow, ways }: { slow: boolean; ways: Ways }) {
  return (
    <>
      <h2 className={`${classes.title} ${classes.working}`}>
        <Loader size="sm" /> Waiting for Facebook
      </h2>
      <p className={classes.text}>Finish the login in the window that Facebook opened. Leave this page open.</p>
      {slow && (
        <>
          <p className={classes.text}>
            <strong>No window to be seen?</strong> It may be hidden behind this one, or closed by the browser or an
            extension, which nobody tells this page. Take your time if you are logging in; otherwise try again, or go on
            without a window.
          </p>
          <WaysOn ways={ways} />
        </>
      )}
    </>
  )
}
