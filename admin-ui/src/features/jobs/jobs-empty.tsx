import { Button } from '@mantine/core'
import { Empty } from '@/components/empty'

/** Why the list holds nothing: all is done, or nothing matches. */
export function JobsEmpty({ filtered, onClear }: { filtered: boolean; onClear: () => void }) {
  if (filtered) {
    return (
      <Empty
        icon="search"
        title="No job matches"
        action={
          <Button variant="default" onClick={onClear}>
            Clear filters
          </Button>
        }
      >
        There is none of this kind in this state right now.
      </Empty>
    )
  }
  return (
    <Empty icon="check" title="Everything is done">
      Jobs appear here as soon as there is something to do: every few seconds the program looks.
    </Empty>
  )
}
