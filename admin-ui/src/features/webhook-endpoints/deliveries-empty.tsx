import { Button } from '@mantine/core'
import { Empty } from '@/components/empty'

/** Why no delivery is listed: nothing has happened yet, or nothing matches. */
export function DeliveriesEmpty({ filtered, onClear }: { filtered: boolean; onClear: () => void }) {
  if (filtered) {
    return (
      <Empty
        icon="search"
        title="No delivery matches"
        action={
          <Button variant="default" onClick={onClear}>
            Clear filters
          </Button>
        }
      >
        Deliveries are kept for 30 days.
      </Empty>
    )
  }
  return (
    <Empty icon="inbox" title="Nothing was sent yet">
      The endpoint is told of what happens from its creation on. A test shows already now whether it gets through.
    </Empty>
  )
}
