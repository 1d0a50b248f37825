import { Moment } from '@/components/moment'
import { useNow } from '@/lib/use-now'
import type { DeliveryState } from './delivery-state'

const minute = 60_000

interface Standing {
  state: DeliveryState
  tries: number
  waitsForEarlier: boolean
  nextAttemptAt: string | null
  endedAt: string | null
}

/** When a delivery ended, or else what it waits for. */
export function NextStep({ delivery }: { delivery: Standing }) {
  const { state, tries, waitsForEarlier, nextAttemptAt, endedAt } = delivery
  const now = useNow()
  if (state !== 'PENDING') {
    return (
      <>
        {state === 'SUCCEEDED' ? 'Taken ' : 'Given up '}
        <Moment at={endedAt} />
      </>
    )
  }
  if (waitsForEarlier) {
    return 'Waits for an earlier event'
  }
  if (!nextAttemptAt) {
    return 'Waits until the endpoint is enabled'
  }
  const which = tries > 0 ? 'Next try' : 'First try'
  return Date.parse(nextAttemptAt) < now + minute ? (
    `${which} now`
  ) : (
    <>
      {which} <Moment at={nextAttemptAt} />
    </>
  )
}
