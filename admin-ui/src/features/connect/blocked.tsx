import { Button } from '@mantine/core'
import { useWords } from './audience'
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
  const { blocked, inThisTab } = useWords()
  return (
    <Setback
      title={blocked.title}
      icon="warning"
      tone="warn"
      ways={
        <div className={classes.buttons}>
          <FacebookButton onClick={onLeave}>{inThisTab}</FacebookButton>
          <Button size="md" variant="default" onClick={onRetry}>
            {blocked.again}
          </Button>
        </div>
      }
    >
      {blocked.text}
    </Setback>
  )
}
