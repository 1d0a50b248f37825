import { Button } from '@mantine/core'
import { Empty } from '@/components/empty'
import { useCanOperate } from '@/lib/viewer'

/** Why the list holds nothing: nobody connected yet, or nobody matches. */
export function BusinessesEmpty({ filtered, onClear }: { filtered: boolean; onClear: () => void }) {
  const canOperate = useCanOperate()
  if (filtered) {
    return (
      <Empty
        icon="search"
        title="No business matches"
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
      icon="building"
      title="No business connected yet"
      action={
        canOperate && (
          <Button component="a" href="/admin/connect">
            Connect a business
          </Button>
        )
      }
    >
      A client logs in with Facebook once and picks a business; its datasets then appear here.
    </Empty>
  )
}
