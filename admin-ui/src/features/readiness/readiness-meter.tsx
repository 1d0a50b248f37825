import { readFragment, type FragmentOf } from 'gql.tada'
import { Meter } from '@/components/meter'
import { Tag } from '@/components/tag'
import { formatCount } from '@/lib/format'
import { graphql } from '@/lib/graphql'
import { IdleWarning, idleWarningFragment } from './idle-warning'
import classes from './readiness.module.css'
import { levelWords, stateWords } from './readiness-words'

export const readinessMeterFragment = graphql(
  `
    fragment ReadinessMeter on Readiness {
      current {
        state
        calls
        requiredCalls
        days
      }
      accessTier {
        level
      }
      ...IdleWarning
    }
  `,
  [idleWarningFragment],
)

/** Readiness at a glance: the rule of today, and the tier. */
export function ReadinessMeter({ readiness }: { readiness: FragmentOf<typeof readinessMeterFragment> }) {
  const shown = readFragment(readinessMeterFragment, readiness)
  const { state, calls, requiredCalls, days } = shown.current
  const level = shown.accessTier?.level
  return (
    <div className={classes.meters}>
      <p className={classes.tags}>
        <Tag tone={stateWords[state].tone}>{`Rule: ${stateWords[state].label.toLowerCase()}`}</Tag>
        {level ? <Tag tone={levelWords[level].tone}>{levelWords[level].label}</Tag> : 'Tier not known yet'}
      </p>
      <Meter
        label={`Successful calls in ${days} days`}
        words={`${formatCount(calls)} of ${formatCount(requiredCalls)}`}
        value={calls}
        full={requiredCalls}
        tone={calls >= requiredCalls ? 'ok' : 'wait'}
      />
      <IdleWarning readiness={shown} />
    </div>
  )
}
