import { Button } from '@mantine/core'
import { Icon } from '@/components/icon'
import { useAudience } from './audience'
import type { Outcome, UserError } from './complete-onboarding'
import classes from './connect.module.css'
import { useTold } from './told'
import { WaysOn, type Ways } from './ways-on'

interface FailedProps {
  outcome: Outcome | null
  refusal: UserError | undefined
  ways: Ways
}

/** The code did not lead to a connected business: why, and what to do. */
export function Failed({ outcome, refusal, ways }: FailedProps) {
  const { Problem, words } = useAudience()
  const told = useTold()
  return (
    <>
      <span className={classes.mark} data-tone="bad">
        <Icon name="cross" size={22} />
      </span>
      <h2 className={classes.title}>{words.failed.title}</h2>
      {outcome?.problem ? (
        <Problem problem={outcome.problem} occasion="failed" />
      ) : (
        <p className={classes.text}>{refusal ? told(refusal) : words.failed.reasonless}</p>
      )}
      {isOver(outcome, refusal) ? <StartAnew /> : <WaysOn ways={ways} />}
    </>
  )
}

/** Refusals that a fresh code cannot mend: it takes a new onboarding. */
const final: UserError['code'][] = [
  'ONBOARDING_CLOSED',
  'ONBOARDING_EXPIRED',
  'ONBOARDING_CANCELLED',
  'ONBOARDING_REPLACED',
  'TOO_MANY_TRIES',
]

/** Whether no further code can be given. */
export function isOver(outcome: Outcome | null, refusal: UserError | undefined) {
  const isClosed = outcome?.status === 'EXPIRED' || outcome?.status === 'CANCELLED'
  return isClosed || (refusal !== undefined && final.includes(refusal.code))
}

/** Staff make another one at once. */
function StartAnew() {
  return (
    <div className={classes.buttons}>
      <Button component="a" href="/admin/connect">
        Start a new one
      </Button>
    </div>
  )
}
