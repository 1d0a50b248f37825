import { Button } from '@mantine/core'
import { Copyable } from './copyable'
import classes from './failure.module.css'
import { Icon } from './icon'

interface FailureProps {
  title: string
  message: string
  /** Finds the failure in the server's log. */
  requestId?: string
  /** What the button says. */
  retry?: string
  onRetry?: () => void
}

/** Says in place of its content that something could not be loaded or done. */
export function Failure({ title, message, requestId, retry = 'Try again', onRetry }: FailureProps) {
  return (
    <div className={classes.failure} role="alert">
      <span className={classes.icon}>
        <Icon name="warning" size={20} />
      </span>
      <div className={classes.words}>
        <p className={classes.title}>{title}</p>
        <p className={classes.message}>{message}</p>
        {requestId && (
          <p className={classes.message}>
            Request id <Copyable value={requestId} label="request id" />
          </p>
        )}
      </div>
      {onRetry && (
        <Button variant="default" size="sm" onClick={onRetry}>
          {retry}
        </Button>
      )}
    </div>
  )
}
