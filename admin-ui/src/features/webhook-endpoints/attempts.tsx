import { Moment } from '@/components/moment'
import { formatDuration } from '@/lib/format'
import type { Attempt } from './attempt-fragment'
import { AttemptOutcome } from './attempt-outcome'
import classes from './webhook-endpoints.module.css'

/** The tries of a delivery, the last one first. */
export function Attempts({ attempts }: { attempts: readonly Attempt[] }) {
  return (
    <ol className={classes.attempts} reversed aria-label="Tries">
      {attempts
        .map((attempt, i) => (
          <li key={i}>
            <div className={classes.attemptHead}>
              <strong>Try {i + 1}</strong>
              <Moment at={attempt.at} full />
              <span>took {formatDuration(attempt.durationMs)}</span>
            </div>
            <AttemptOutcome attempt={attempt} />
          </li>
        ))
        .reverse()}
    </ol>
  )
}
