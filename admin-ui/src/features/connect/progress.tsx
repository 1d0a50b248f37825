import { Icon, type IconName } from '@/components/icon'
import type { Outcome } from './complete-onboarding'
import classes from './connect.module.css'
import { SupportCode } from './support-code'
import { Working } from './working'

type Step = Outcome['steps'][number]

/** An onboarding whose work goes on after the code was taken. */
export function Progress({ outcome }: { outcome: Outcome }) {
  return (
    <>
      <Working title="Almost there…">
        Facebook’s answer is being worked on. You can leave this page; the work goes on.
      </Working>
      <ol className={classes.steps}>
        {outcome.steps.map(({ kind, status, detail }) => (
          <li key={kind} data-done={status === 'SUCCEEDED'}>
            <Icon name={icons[status]} size={16} />
            {names[kind]}
            {detail && ` (${detail})`}
            <span className={classes.quiet}>{words[status]}</span>
          </li>
        ))}
      </ol>
      <SupportCode code={outcome.supportCode} />
    </>
  )
}

const names: Record<Step['kind'], string> = {
  RECEIVE: 'Code received',
  EXCHANGE: 'Code exchanged for a token',
  IDENTIFY: 'Business identified',
  SYNC: 'Datasets read',
}

const icons: Record<Step['status'], IconName> = { RUNNING: 'clock', SUCCEEDED: 'check', FAILED: 'cross' }

const words: Record<Step['status'], string> = { RUNNING: 'under way', SUCCEEDED: 'done', FAILED: 'failed' }
