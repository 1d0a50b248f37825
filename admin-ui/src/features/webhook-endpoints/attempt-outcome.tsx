import { Tag } from '@/components/tag'
import type { Attempt } from './attempt-fragment'
import classes from './webhook-endpoints.module.css'

/** How one try ended: in a word, in a sentence, and as the receiver put it. */
export function AttemptOutcome({ attempt: { status, answer, failure, explanation } }: { attempt: Attempt }) {
  return (
    <div className={classes.outcome}>
      <div>
        <Tag tone={failure ? 'bad' : 'ok'}>
          {failure ? failureLabels[failure] : 'Taken'}
          {status !== null && `: ${status}`}
        </Tag>
      </div>
      {explanation && <p>{explanation}</p>}
      {answer && (
        <pre className={classes.answer} aria-label="Answer">
          {answer}
        </pre>
      )}
      {answer === '' && <p className={classes.quiet}>The answer has no body.</p>}
    </div>
  )
}

const failureLabels: Record<NonNullable<Attempt['failure']>, string> = {
  REFUSED: 'Refused',
  GONE: 'Gone',
  REDIRECT: 'Redirected',
  TIMEOUT: 'No answer in time',
  UNKNOWN_HOST: 'Name not found',
  NO_CONNECTION: 'No connection',
  TLS: 'TLS not in order',
  NOT_PUBLIC: 'Not on the internet',
  SECRET_UNREADABLE: 'Not sent',
}
