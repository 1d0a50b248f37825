import { Icon } from '@/components/icon'
import { ProblemCard } from '@/components/problem-card'
import { forClient } from './client-words'
import type { Completion, Outcome } from './complete-onboarding'
import type { Audience } from './connect-page'
import classes from './connect.module.css'
import { FacebookButton } from './facebook-button'
import { SupportCode } from './support-code'

type UserError = Completion['userErrors'][number]

interface FailedProps {
  outcome: Outcome | null
  userErrors: readonly UserError[]
  audience: Audience
  onRetry: () => void
}

/** Refusals that a fresh code cannot mend: the client needs a new link. */
const final: UserError['code'][] = ['ONBOARDING_CLOSED', 'ONBOARDING_EXPIRED', 'TOO_MANY_TRIES']

/** The code did not lead to a connected business: why, and what to do. */
export function Failed({ outcome, userErrors, audience, onRetry }: FailedProps) {
  const [refusal] = userErrors
  const over = audience === 'client' && refusal !== undefined && final.includes(refusal.code)
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
      <div className={classes.buttons}>
        {over ? (
          <p className={classes.text}>Ask the platform that sent you here for a new link.</p>
        ) : (
          <FacebookButton onClick={onRetry}>Try again</FacebookButton>
        )}
      </div>
      {outcome && <SupportCode code={outcome.supportCode} />}
    </>
  )
}
