import { Button } from '@mantine/core'
import { Empty } from '@/components/empty'
import { useCanOperate } from '@/lib/viewer'

/** Why the list holds nothing: nobody began, or nothing matches. */
export function OnboardingsEmpty({ filtered, onClear }: { filtered: boolean; onClear: () => void }) {
  const canOperate = useCanOperate()
  if (filtered) {
    return (
      <Empty
        icon="search"
        title="No onboarding matches"
        action={
          <Button variant="default" onClick={onClear}>
            Clear filters
          </Button>
        }
      >
        Search looks at the beginning of support codes and external ids, and at the business that was connected.
      </Empty>
    )
  }
  return (
    <Empty
      icon="clock"
      title="No onboarding yet"
      action={
        canOperate && (
          <Button component="a" href="/admin/connect">
            Connect a business
          </Button>
        )
      }
    >
      Each journey of a client from the invitation to a connected business appears here, step by step.
    </Empty>
  )
}
