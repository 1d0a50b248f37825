import { readFragment, type FragmentOf } from 'gql.tada'
import { Icon } from '@/components/icon'
import { Moment } from '@/components/moment'
import { formatDuration } from '@/lib/format'
import { graphql } from '@/lib/graphql'
import { isWork, nameOfStep, outcomeOfStep } from '@/components/step-words'
import classes from './onboardings.module.css'

export const stepFragment = graphql(`
  fragment Step on OnboardingStep {
    kind
    status
    startedAt
    endedAt
    detail
  }
`)

/** Things done for an onboarding or seen on the way, in order: what and when, and of what is work how it went and for how long. */
export function Steps({ steps }: { steps: readonly FragmentOf<typeof stepFragment>[] }) {
  return (
    <ol className={classes.steps}>
      {steps.map((step, place) => (
        <Step key={place} step={step} />
      ))}
    </ol>
  )
}

function Step({ step }: { step: FragmentOf<typeof stepFragment> }) {
  const { kind, status, startedAt, endedAt, detail } = readFragment(stepFragment, step)
  const { word, icon } = outcomeOfStep(status)
  return (
    <li className={classes.step} data-status={status}>
      <span className={classes.mark}>
        <Icon name={icon} size={14} />
      </span>
      <div className={classes.what}>
        <span className={classes.stepName}>{nameOfStep(kind)}</span>
        {detail && <bdi className={classes.detail}>{detail}</bdi>}
      </div>
      <div className={classes.when}>
        {isWork(kind) && (
          <span>
            {word}
            {endedAt && ` in ${formatDuration(Date.parse(endedAt) - Date.parse(startedAt))}`}
          </span>
        )}
        <Moment at={startedAt} />
      </div>
    </li>
  )
}
