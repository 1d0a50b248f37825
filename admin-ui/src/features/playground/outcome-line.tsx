import { plural } from '@/lib/format'
import classes from './desk.module.css'
import type { Outcome } from './fetcher'
import type { Stream } from './streams'

interface OutcomeLineProps {
  outcome: Outcome | null
  /** For a subscription that was begun. */
  stream: Stream | undefined
  hasAnswer: boolean
}

/** How the last run went, in a few words that are also read out. */
export function OutcomeLine({ outcome, stream, hasAnswer }: OutcomeLineProps) {
  return (
    <p className={classes.outcome} role="status">
      {stream ? describeStream(stream) : outcome?.kind === 'answered' && hasAnswer && describeOutcome(outcome)}
    </p>
  )
}

function describeOutcome({ errors, milliseconds }: Outcome) {
  const took = `in ${milliseconds} ms`
  return errors > 0 ? `${plural(errors, 'error')} ${took}` : `Answered ${took}`
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
