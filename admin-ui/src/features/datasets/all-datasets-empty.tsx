import { Button } from '@mantine/core'
import { Empty } from '@/components/empty'
import { useCanOperate } from '@/lib/viewer'

/** Why the list holds nothing: no business has granted a dataset yet, or none matches. */
export function AllDatasetsEmpty({ filtered, onClear }: { filtered: boolean; onClear: () => void }) {
  const canOperate = useCanOperate()
  if (filtered) {
    return (
      <Empty
        icon="search"
        title="No dataset matches"
        action={
          <Button variant="default" onClick={onClear}>
            Clear filters
          </Button>
        }
      >
        Search looks at names and at the beginning of Meta’s ids.
      </Empty>
    )
  }
  return (
    <Empty
      icon="database"
      title="No dataset yet"
      action={
        canOperate && (
          <Button component="a" href="/admin/connect">
            Connect a business
          </Button>
        )
      }
    >
      The datasets that clients grant appear here as soon as their business is connected.
    </Empty>
  )
}
