import { Icon, type IconName } from './icon'
import { Moment } from './moment'
import classes from './timeline.module.css'

type Status = 'RUNNING' | 'SUCCEEDED' | 'FAILED'

interface Step {
  kind: keyof typeof names
  status: Status
  /** RFC 3339. */
  startedAt: string
  detail: string | null
}

interface TimelineProps {
  steps: readonly Step[]
  /** Whether to say when each was. */
  dated?: boolean
}

/** What happened in an onboarding, the earliest first. */
export function Timeline({ steps, dated }: TimelineProps) {
  return (
    <ol className={classes.steps}>
      {steps.map(({ kind, status, startedAt, detail }, i) => (
        <li key={i} data-status={status}>
          <Icon name={icons[status]} size={16} />
          <span>
            {names[kind]}
            {detail && ` (${detail})`}
          </span>
          {status !== 'SUCCEEDED' && worked.includes(kind) && <span className={classes.quiet}>{words[status]}</span>}
          {dated && (
            <span className={classes.quiet}>
              <Moment at={startedAt} />
            </span>
          )}
        </li>
      ))}
    </ol>
  )
}

/** The last thing that happened, in words. */
export function nameStep({ kind }: Pick<Step, 'kind'>) {
  return names[kind]
}

const names = {
  PAGE_OPENED: 'Page opened',
  PAGE_OPENED_ON_PHONE: 'Page opened on a phone',
  SDK_LOADED: 'Facebook’s script loaded',
  SDK_BLOCKED: 'Facebook’s script blocked',
  BUTTON_PRESSED: 'Button pressed',
  POPUP_OPENED: 'Window opened',
  POPUP_BLOCKED: 'Window blocked by the browser',
  NO_ANSWER: 'Nothing heard of the window for a while',
  LOGIN_CANCELLED: 'Window closed, or login not finished',
  REDIRECTED: 'Sent to Facebook in the same tab',
  LOGIN_DECLINED: 'Declined at Facebook',
  LOGIN_FAILED: 'Came back from Facebook without a code',
  RECEIVE: 'Code received',
  EXCHANGE: 'Code exchanged for a token',
  IDENTIFY: 'Business identified',
  SYNC: 'Datasets read',
}

/** What takes time, so that it can be under way. */
const worked: (keyof typeof names)[] = ['RECEIVE', 'EXCHANGE', 'IDENTIFY', 'SYNC']

const icons: Record<Status, IconName> = { RUNNING: 'clock', SUCCEEDED: 'check', FAILED: 'cross' }

const words: Record<Status, string> = { RUNNING: 'under way', SUCCEEDED: 'done', FAILED: 'failed' }
