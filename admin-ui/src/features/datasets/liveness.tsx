import { Moment } from '@/components/moment'
import { Tag, type Tone } from '@/components/tag'
import { useNow } from '@/lib/use-now'
import classes from './datasets.module.css'

const day = 24 * 60 * 60 * 1000

/** What the words of `Liveness` mean. */
export const livenessHint = 'Quiet: no event for a day. Silent: none for a week.'

/** When a dataset last received an event, and what to think of that. */
export function Liveness({ lastFiredAt }: { lastFiredAt: string | null }) {
  const { label, tone } = judge(lastFiredAt, useNow())
  return (
    <div className={classes.liveness}>
      <Tag tone={tone}>{label}</Tag>
      {lastFiredAt && <Moment at={lastFiredAt} />}
    </div>
  )
}

function judge(lastFiredAt: string | null, now: number): { label: string; tone: Tone } {
  if (!lastFiredAt) {
    return { label: 'Never received one', tone: 'off' }
  }
  const silence = now - Date.parse(lastFiredAt)
  if (silence < day) {
    return { label: 'Receiving', tone: 'ok' }
  }
  return silence < 7 * day ? { label: 'Quiet', tone: 'wait' } : { label: 'Silent', tone: 'warn' }
}
