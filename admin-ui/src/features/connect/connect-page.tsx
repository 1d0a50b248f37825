import { Button, Skeleton } from '@mantine/core'
import type { Arrival } from './address'
import { useAudience, useWords } from './audience'
import { ConnectPanel } from './connect-panel'
import classes from './connect.module.css'
import { DeadLink } from './dead-link'
import { deadLinkOf } from './ends'
import { Setback } from './setback'
import { StatePanel } from './state-panel'
import { refusalOf, useTold } from './told'
import type { Opened } from './use-opened'

interface ConnectPageProps {
  opened: Opened
  arrival: Arrival
  /** The onboarding token of a client. */
  token?: string
}

/** The login button, what happens when it is pressed, and what came of it. */
export function ConnectPage({ opened, arrival, token }: ConnectPageProps) {
  const { kind, words } = useAudience()
  const { data, error } = opened
  const dead = error && kind === 'client' ? deadLinkOf(error) : null
  if (data) {
    return (
      <ConnectPanel configuration={data.loginConfiguration} opened={data.onboarding} arrival={arrival} token={token} />
    )
  }
  if (dead) {
    return (
      <StatePanel>
        <DeadLink {...dead} />
      </StatePanel>
    )
  }
  return error ? <Unloaded opened={opened} /> : <Loading label={words.loading} />
}

function Unloaded({ opened: { error, retry } }: { opened: Opened }) {
  const words = useWords()
  const told = useTold()
  return (
    <StatePanel alert>
      <Setback
        title={words.unloaded}
        icon="warning"
        tone="warn"
        ways={
          <Button variant="default" onClick={retry}>
            {words.tryAgain}
          </Button>
        }
      >
        {error && told(refusalOf(error))}
      </Setback>
    </StatePanel>
  )
}

/** While it is not known where the onboarding stands. */
export function Loading({ label }: { label?: string }) {
  return (
    <div className={classes.panel} role="status" aria-label={label}>
      <div className={classes.state}>
        <Skeleton height={20} width="60%" />
        <Skeleton height={14} width="90%" />
        <Skeleton height={44} width={230} />
      </div>
    </div>
  )
}
