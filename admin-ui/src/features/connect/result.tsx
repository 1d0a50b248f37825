import { isUnderWay, type Outcome, type UserError } from './complete-onboarding'
import type { Audience } from './connect-page'
import { Failed } from './failed'
import { LostTrack } from './lost-track'
import { Progress } from './progress'
import { Success } from './success'
import type { Ways } from './ways-on'

interface ResultProps {
  outcome: Outcome | null
  /** Whether the server tells no more about it. */
  lost: boolean
  userErrors: readonly UserError[]
  audience: Audience
  ways: Ways
}

/** What came of a code. */
export function Result({ outcome, lost, userErrors, audience, ways }: ResultProps) {
  if (outcome && isUnderWay(outcome)) {
    return lost ? <LostTrack audience={audience} /> : <Progress outcome={outcome} />
  }
  if (outcome?.status === 'COMPLETED' && outcome.business) {
    return <Success business={outcome.business} audience={audience} />
  }
  return <Failed outcome={outcome} userErrors={userErrors} audience={audience} ways={ways} />
}
