import { Button } from '@mantine/core'
import { Icon } from '@/components/icon'
import { ProblemCard } from '@/components/problem-card'
import { forClient } from './client-words'
import type { Outcome, UserError } from './complete-onboarding'
import type { Audience } from './connect-page'
import classes from './connect.module.css'
import { WaysOn, type Ways } from './ways-on'

interface FailedProps {
  outcome: Outcome | null
  userErrors: readonly UserError[]
  audience: Audience
  ways: Ways
}

/** Refusals that a fresh code cannot mend: it takes a new onboarding. */
const final: UserError['code'][] = [
  'ONBOARDING_CLOSED',
  'ONBOARDING_EXPIRED',
  'ONBOARDING_CANCELLED',
  'ONBOARDING_REPLACED',
  'TOO_MANY_TRIES',
]

/** The code did not lead to a connected business: why, and what to do. */
export function Failed({ outcome, userErrors, audience, ways }: FailedProps) {
  const [refusal] = userErrors
  const over =
    outcome?.status === 'EXPIRED' ||
    outcome?.status === 'CANCELLED' ||
    (refusal !== undefined && final.includes(refusal.code))
  return (
    <>
      <span className={classes.mark} data-tone="bad">
        <Icon name="cross" size={22} />
      </span>
      <h2 className={classes.title}>Not connected</h2>
      {outcome?.problem ? (
        <ProblemCard
          problem={audience === 'client' ? forClient(outcome.problem, 'failed') : outcome.problem}
          audience={audience}
        />
      ) : (
        <p className={classes.text}>{refusal?.message ?? 'The server gave no reason. Try again in a moment.'}</p>
      )}
      {over ? <StartAnew audience={audience} /> : <WaysOn ways={ways} />}
    </>
  )
}

function StartAnew({ audience }: { audience: Audience }) {
  return audience === 'client' ? (
    <p className={classes.text}>Ask the platform that sent you here for a new link.</p>
  ) : (
    <div className={classes.buttons}>
      <Button component="a" href="/admin/connect">
        Start a new one
      </Button>
    </div>
  )
}
