import { Icon, type IconName } from '@/components/icon'
import { useAudience } from './audience'
import type { Outcome } from './complete-onboarding'
import classes from './progress.module.css'
import { Working } from './working'

/** An onboarding whose work goes on after the code was taken. */
export function Progress({ outcome }: { outcome: Outcome }) {
  const { kind, words } = useAudience()
  const names: Record<string, string | undefined> = words.steps // what the program does; all else was seen by the browser
  return (
    <>
      <Working title={words.progress.title}>{words.progress.text}</Working>
      <ol className={classes.steps}>
        {outcome.steps
          .filter((step) => names[step.kind])
          .map((step, place) => (
            <li key={place} data-status={step.status}>
              <Icon name={icons[step.status]} size={16} />
              <span>
                {names[step.kind]}
                {kind === 'staff' && step.detail && ` (${step.detail})`}
              </span>
              {step.status === 'RUNNING' && <span className={classes.quiet}>{words.progress.running}</span>}
              {step.status === 'FAILED' && <span className={classes.quiet}>{words.progress.failed}</span>}
            </li>
          ))}
      </ol>
    </>
  )
}

const icons: Record<Outcome['steps'][number]['status'], IconName> = { RUNNING: 'clock', SUCCEEDED: 'check', FAILED: 'cross' }
