import { Moment } from '@/components/moment'
import { useNow } from '@/lib/use-now'

/** Until when somebody's unused one-time link works, if it still does. */
export function LinkEnd({ at }: { at: string | null }) {
  const now = useNow()
  if (!at || Date.parse(at) <= now) {
    return 'No link works'
  }
  return (
    <>
      Link ends <Moment at={at} />
    </>
  )
}
