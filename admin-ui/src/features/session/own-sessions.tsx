import { Button, Skeleton } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useState } from 'react'
import { Failure } from '@/components/failure'
import { Panel } from '@/components/panel'
import { Refusal } from '@/components/refusal'
import { endOtherSessions, endSession } from './account'
import classes from './account-page.module.css'
import { AuthError } from './auth'
import { OwnSessionsTable } from './own-sessions-table'
import { useConfirmed } from './use-confirmed'
import { useOwnSessions } from './use-own-sessions'

/** Where whoever is signed in is so, and how to end that. */
export function OwnSessions({ onSignIn }: { onSignIn: () => void }) {
  const { sessions, error, read } = useOwnSessions()
  const [refusal, setRefusal] = useState<string | null>(null)
  const [ending, setEnding] = useState(false)
  const confirmed = useConfirmed()

  async function end(act: () => Promise<void>, message: string) {
    setRefusal(null)
    setEnding(true)
    try {
      await confirmed(act)
      notifications.show({ message })
    } catch (reason) {
      if (!(reason instanceof AuthError)) {
        throw reason
      }
      setRefusal(reason.message)
    } finally {
      setEnding(false)
      read()
    }
  }

  return (
    <Panel
      title="Where you are signed in"
      hint="A session ends 2 hours after it was last used, and 12 hours after the sign-in"
      flush
      actions={
        sessions &&
        sessions.length > 1 && (
          <Button
            variant="default"
            size="sm"
            loading={ending}
            onClick={() => end(endOtherSessions, 'You are signed in here and nowhere else.')}
          >
            Sign out everywhere else
          </Button>
        )
      }
    >
      {refusal && (
        <div className={classes.inset}>
          <Refusal>{refusal}</Refusal>
        </div>
      )}
      {error && (
        <div className={classes.inset}>
          <Failure
            title="This could not be loaded"
            message={error.message}
            {...(error.code === 'UNAUTHENTICATED' ? { retry: 'Sign in', onRetry: onSignIn } : { onRetry: read })}
          />
        </div>
      )}
      {!sessions && !error && (
        <div role="status" aria-label="Loading your sessions" className={classes.inset}>
          <Skeleton height={60} />
        </div>
      )}
      {sessions && (
        <OwnSessionsTable
          sessions={sessions}
          busy={ending}
          onEnd={({ id }) => end(() => endSession(id), 'That session is over.')}
        />
      )}
    </Panel>
  )
}
