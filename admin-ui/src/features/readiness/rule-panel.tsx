import { readFragment, type FragmentOf, type ResultOf } from 'gql.tada'
import { Meter } from '@/components/meter'
import { Panel } from '@/components/panel'
import { Tag } from '@/components/tag'
import { formatCount, formatDay, formatPercent, plural } from '@/lib/format'
import { graphql } from '@/lib/graphql'
import classes from './readiness.module.css'
import { stateWords } from './readiness-words'

export const rulePanelFragment = graphql(`
  fragment RulePanel on ReadinessRule {
    state
    calls
    requiredCalls
    days
    errorRequests
    errorPercentMin
    errorPercentMax
    errorLimit
    reachedOn
  }
`)

type Rule = ResultOf<typeof rulePanelFragment>

interface RulePanelProps {
  title: string
  hint: string
  rule: FragmentOf<typeof rulePanelFragment>
  /** Whether there is a whole day of counts to look ahead from. */
  hasPace: boolean
}

/** One of Meta's rules: whether it is met, how far it is, and when it will be. */
export function RulePanel({ title, hint, rule, hasPace }: RulePanelProps) {
  const progress = readFragment(rulePanelFragment, rule)
  const { state, calls, requiredCalls, days } = progress
  return (
    <Panel title={title} hint={hint} actions={<Tag tone={stateWords[state].tone}>{stateWords[state].label}</Tag>}>
      <div className={classes.meters}>
        <Meter
          label={`Successful calls in ${days} days`}
          words={`${formatCount(calls)} of ${formatCount(requiredCalls)}`}
          value={calls}
          full={requiredCalls}
          tone={calls >= requiredCalls ? 'ok' : 'wait'}
        />
        <ErrorMeter rule={progress} />
      </div>
      <p className={classes.outlook}>{outlook(progress, hasPace)}</p>
    </Panel>
  )
}

function ErrorMeter({ rule }: { rule: Rule }) {
  const { errorRequests, errorLimit, errorPercentMin, errorPercentMax } = rule
  const label = `Errors among ${errorRequests === 1 ? 'the one call' : `the last ${formatCount(errorRequests)} calls`}`
  if (errorPercentMin === null || errorPercentMax === null) {
    return <Meter label="Errors" words="No call yet" value={0} full={errorLimit} tone="off" />
  }
  const tone = errorPercentMin >= errorLimit ? 'bad' : errorPercentMax >= errorLimit ? 'warn' : 'ok'
  return (
    <Meter
      label={label}
      words={`${range(errorPercentMin, errorPercentMax)}; must be below ${formatPercent(errorLimit)}`}
      value={errorPercentMax}
      full={errorLimit}
      tone={tone}
    />
  )
}

function range(min: number, max: number) {
  return formatPercent(min) === formatPercent(max)
    ? formatPercent(max)
    : `${formatPercent(min)} to ${formatPercent(max)}`
}

function outlook({ state, calls, requiredCalls, reachedOn }: Rule, hasPace: boolean) {
  if (state === 'MET') {
    return 'Met, by what is counted here. What counts is Meta’s own figure in the App Dashboard.'
  }
  const missing = requiredCalls - calls
  const need = missing > 0 ? `${plural(missing, 'more call')} needed. ` : ''
  if (reachedOn) {
    return `${need}If the days to come are like the last seven, it is met on ${formatDay(reachedOn)}.`
  }
  return (
    need +
    (hasPace ? 'At the pace of the last seven days it will not be met.' : 'There is no pace to look ahead from yet.')
  )
}
