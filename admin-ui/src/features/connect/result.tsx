import { useAudience } from './audience'
import { isUnderWay, type Outcome, type UserError } from './complete-onboarding'
import { DeadLink } from './dead-link'
import { Failed, isOver } from './failed'
import { LostTrack } from './lost-track'
import { Progress } from './progress'
import { Success } from './success'
import type { Ways } from './ways-on'

interface ResultProps {
  outcome: Outcome | null
  /** Whether the server tells no more about it. */
  lost: boolean
  userErrors: readonly UserError[]
  ways: Ways
}

/** What came of a code. */
export function Result({ outcome, lost, userErrors, ways }: ResultProps) {
  const { kind } = useAudience()
  const [refusal] = userErrors
  if (outcome && isUnderWay(outcome)) {
    return lost ? <LostTrack /> : <Progress outcome={outcome} />
  }
  if (outcome?.status === 'COMPLETED' && outcome.business) {
    return <Success business={outcome.business} />
  }
  if (kind === 'client' && isOver(outcome, refusal)) {
    return <DeadLink reason={refusal?.code ?? `ONBOARDING_${outcome?.status}`} />
  }
  return <Failed outcome={outcome} refusal={refusal} ways={ways} />
}
