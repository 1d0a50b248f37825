import { formatExact, formatRelative, formatShort } from '@/lib/format'
import { useNow } from '@/lib/use-now'
import classes from './moment.module.css'

interface MomentProps {
  /** RFC 3339; null shows `none`. */
  at: string | null | undefined
  none?: string
  /** Whether date and time follow the distance, for places where nobody hovers. */
  full?: boolean
}

/** A moment as its distance from now; the exact value shows on hover. */
export function Moment({ at, none = 'Never', full }: MomentProps) {
  const now = useNow()
  if (!at) {
    return none
  }
  return (
    <time className={classes.moment} dateTime={at} title={formatExact(at)}>
      {formatRelative(at, now)}
      {full && <span className={classes.full}>{formatShort(at)}</span>}
    </time>
  )
}
