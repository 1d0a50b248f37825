import { formatExactTime } from './format-time'
import classes from './events.module.css'
import type { Stream, StreamEvent } from './streams'

/** What a subscription has sent, the latest first and open. */
export function Events({ stream }: { stream: Stream | undefined }) {
  if (!stream?.events.length) {
    return <p className={classes.nothing}>{stream ? stream.reason ?? 'Nothing yet.' : hint}</p>
  }
  return (
    <ol className={classes.events} reversed aria-label="Events">
      {stream.events.map((event, i) => (
        <li key={event.number}>
          <details className={classes.event} open={i === 0}>
            <summary>
              <span className={classes.number}>{event.number}</span>
              <span className={classes.digest}>{digest(event)}</span>
              <time dateTime={event.at}>{formatExactTime(event.at)}</time>
            </summary>
            <pre>{JSON.stringify(event.answer, null, 2)}</pre>
          </details>
        </li>
      ))}
    </ol>
  )
}

const hint =
  'Run the subscription to see the present state, and each change as it happens. It goes on while you run other operations.'

/** What an event is about, in a word: the status it tells, or that it is an error. */
function digest({ answer }: StreamEvent) {
  const { data, errors } = answer as { data?: Record<string, unknown> | null; errors?: unknown[] }
  const [subject] = Object.values(data ?? {})
  if (errors) {
    return 'Error'
  }
  const status = typeof subject === 'object' && subject !== null && 'status' in subject ? subject.status : undefined
  return typeof status === 'string' ? status : 'Event'
}
