import { Moment } from '@/components/moment'
import { plural } from '@/lib/format'
import type { Endpoint } from './endpoint-fragment'

/** How many events wait for an endpoint, and since when the oldest of them does. */
export function Waiting({ endpoint: { pendingCount, oldestPendingAt } }: { endpoint: Endpoint }) {
  if (pendingCount === 0) {
    return 'Nothing'
  }
  return (
    <>
      {plural(pendingCount, 'event')}
      {oldestPendingAt && (
        <>
          , the oldest from <Moment at={oldestPendingAt} />
        </>
      )}
    </>
  )
}
