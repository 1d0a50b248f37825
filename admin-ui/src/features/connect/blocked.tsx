import { Button } from '@mantine/core'
import classes from './connect.module.css'
import { FacebookButton } from './facebook-button'
import { Setback } from './setback'

interface BlockedProps {
  /** Loads the SDK once more. */
  onRetry: () => void
  onLeave: () => void
}

/** The SDK did not come: what may hold it back, and how to go on without. */
export function Blocked({ onRetry, onLeave }: BlockedProps) {
  return (
    <Setback
      title="Facebook’s login script is blocked"
      icon="warning"
      tone="warn"
      ways={
        <div className={classes.buttons}>
          <FacebookButton onClick={onLeave}>Continue in this tab</FacebookButton>
          <Button size="md" variant="default" onClick={onRetry}>
            Load it again
          </Button>
        </div>
      }
    >
      An ad blocker, a privacy setting of the browser or the company network keeps this page from loading it. You can log
      in without it: this tab goes to Facebook and comes back.
    </Setback>
  )
}
