import { Icon } from '@/components/icon'
import { isWork, nameOfStep, outcomeOfStep } from '@/components/step-words'
import type { Outcome } from './complete-onboarding'
import classes from './progress.module.css'
import { Working } from './working'

/** An onboarding whose work goes on after the code was taken. */
export function Progress({ outcome }: { outcome: Outcome }) {
  return (
    <>
      <Working title="Almost there…">
        Facebook’s answer is being worked on. You can leave this page; the work goes on.
      </Working>
      <ol className={classes.steps}>
        {outcome.steps
          .filter(({ kind }) => isWork(kind))
          .map((step, place) => (
            <Step key={place} step={step} />
          ))}
      </ol>
    </>
  )
}

function Step({ step: { kind, status, detail } }: { step: Outcome['steps'][number] }) {
  const { word, icon } = outcomeOfStep(status)
  return (
    <li data-status={status}>
      <Icon name={icon} size={16} />
      <span>
        {nameOfStep(kind)}
        {detail && ` (${detail})`}
      </span>
      {status !== 'SUCCEEDED' && <span className={classes.quiet}>{word.toLowerCase()}</span>}
    </li>
  )
}
