import { plural } from '@/lib/format'
import classes from './desk.module.css'
import type { Run } from './runs'
import type { Stream } from './streams'

interface OutcomeLineProps {
  run: Run | undefined
  /** For a subscription that was begun. */
  stream: Stream | undefined
}

/** How the last run went, in a few words that are also read out. */
export function OutcomeLine({ run, stream }: OutcomeLineProps) {
  return (
    <p className={classes.outcome} role="status">
      {stream ? describeStream(stream) : run && describeRun(run)}
    </p>
  )
}

function describeRun({ state, errors, milliseconds }: Run) {
  switch (state) {
    case 'running':
      return 'Waiting for the answer…'
    case 'answered':
      return `${errors > 0 ? plural(errors, 'error') : 'Answered'} in ${milliseconds} ms`
    case 'refused':
      return null
  }
}

function describeStream({ state, events, reason }: Stream) {
  const received = plural(events[0]?.number ?? 0, 'event')
  switch (state) {
    case 'connecting':
      return 'Connecting…'
    case 'open':
      return `Live, ${received} so far`
    case 'ended':
    case 'failed':
      return `Over after ${received}. ${reason}`
  }
}
