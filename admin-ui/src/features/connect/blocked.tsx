import { Button } from '@mantine/core'
import { Icon } from '@/components/icon'
import classes from './connect.module.css'

/** The SDK did not come: what may hold it back, and how to go on. */
export function Blocked({ onRetry }: { onRetry: () => void }) {
  return (
    <>
      <span className={classes.mark} data-tone="warn">
        <Icon name="warning" size={22} />
      </span>
      <h2 className={classes.title}>Facebook’s login script is blocked</h2>
      <p className={classes.text}>
        An ad blocker, a privacy setting of the browser or the company network keeps this page from loading it. Allow
        connect.facebook.net for this page or use another browser, then try again.
      </p>
      <div className={classes.buttons}>
        <Button onClick={onRetry}>Try again</Button>
      </div>
    </>
  )
}
