import { isUnderWay, type Completion } from './complete-onboarding'
import type { Audience } from './connect-page'
import { Failed } from './failed'
import { LostTrack } from './lost-track'
import { Progress } from './progress'
import { Success } from './success'
import { useOutcome } from './use-outcome'

interface ResultProps {
  completion: Completion
  audience: Audience
  /** Opens the dialog for a fresh code. */
  onRetry: () => void
  /** Back to the beginning, for another business. */
  onAnother: () => void
}

/** What came of a code. */
export function Result({ completion, audience, onRetry, onAnother }: ResultProps) {
  const { outcome, lost } = useOutcome(completion.onboarding)
  if (outcome && lost) {
    return <LostTrack supportCode={outcome.supportCode} audience={audience} />
  }
  if (outcome && isUnderWay(outcome)) {
    return <Progress outcome={outcome} />
  }
  if (outcome?.status === 'COMPLETED' && outcome.business) {
    return (
      <Success
        business={outcome.business}
        supportCode={outcome.supportCode}
        audience={audience}
        onAnother={onAnother}
      />
    )
  }
  return <Failed outcome={outcome} userErrors={completion.userErrors} audience={audience} onRetry={onRetry} />
}
