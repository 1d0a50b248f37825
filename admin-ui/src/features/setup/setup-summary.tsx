import { readFragment, type FragmentOf, type ResultOf } from 'gql.tada'
import { Moment } from '@/components/moment'
import { graphql } from '@/lib/graphql'
import classes from './setup.module.css'

export const setupSummaryFragment = graphql(`
  fragment SetupSummary on Setup {
    checkedAt
    checks {
      state
    }
  }
`)

interface SetupSummaryProps {
  setup: FragmentOf<typeof setupSummaryFragment>
  /** Whether the checks are being made anew. */
  checking: boolean
}

/** How many checks are fine, and what is left. */
export function SetupSummary({ setup, checking }: SetupSummaryProps) {
  const { checkedAt, checks } = readFragment(setupSummaryFragment, setup)
  const count = (state: Check['state']) => checks.filter((check) => check.state === state).length
  return (
    <div className={classes.summary} data-tone={count('FAILED') ? 'bad' : 'ok'}>
      <p className={classes.count} role="status">
        {checking ? 'Checking …' : `${count('OK')} of ${checks.length} fine`}
      </p>
      <p className={classes.rest}>
        {rest(count('FAILED'), count('UNKNOWN'))} Checked <Moment at={checkedAt} />.
      </p>
    </div>
  )
}

type Check = ResultOf<typeof setupSummaryFragment>['checks'][number]

function rest(failed: number, unknown: number) {
  const broken = failed > 0 && `${failed} to fix`
  const open = unknown > 0 && `${unknown} cannot be told from here`
  const words = [broken, open].filter(Boolean).join(', ')
  return words ? `${words}.` : 'Nothing is left to do.'
}
