import { readFragment, type FragmentOf } from 'gql.tada'
import { formatCount, formatPercent } from '@/lib/format'
import { graphql } from '@/lib/graphql'
import classes from './overview.module.css'

export const funnelFragment = graphql(`
  fragment Funnel on Overview {
    funnel {
      opened
      codeGiven
      exchanged
      identified
      completed
    }
  }
`)

/** How far onboardings have come: each step with how many came so far, and their share. */
export function Funnel({ overview }: { overview: FragmentOf<typeof funnelFragment> }) {
  const { funnel } = readFragment(funnelFragment, overview)
  if (funnel.opened === 0) {
    return <p className={classes.none}>No onboarding was opened in the last 30 days.</p>
  }
  const steps: [name: string, count: number][] = [
    ['Opened', funnel.opened],
    ['Code given', funnel.codeGiven],
    ['Token received', funnel.exchanged],
    ['Business identified', funnel.identified],
    ['Completed', funnel.completed],
  ]
  return (
    <ol className={classes.funnel}>
      {steps.map(([name, count]) => (
        <li key={name}>
          <span>{name}</span>
          <svg viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden>
            <rect width={(100 * count) / funnel.opened} height={1} />
          </svg>
          <span className={classes.share}>
            {formatCount(count)} <span className={classes.percent}>{share(count, funnel.opened)}</span>
          </span>
        </li>
      ))}
    </ol>
  )
}

function share(count: number, all: number) {
  return formatPercent(Math.round((100 * count) / all))
}
