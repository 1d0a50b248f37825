import { nameOfType, type WebhookEventType } from './event-types'
import classes from './webhook-endpoints.module.css'

interface EventTypeListProps {
  types: readonly WebhookEventType[]
  /** How many are named at most; others are only counted. */
  limit?: number
}

/** The types that an endpoint is sent. */
export function EventTypeList({ types, limit = types.length }: EventTypeListProps) {
  if (types.length === 0) {
    return <span className={classes.whole}>Everything</span>
  }
  const rest = types.length - limit
  return (
    <ul className={classes.types}>
      {types.slice(0, limit).map((type) => (
        <li key={type}>{nameOfType(type)}</li>
      ))}
      {rest > 0 && <li>and {rest} more</li>}
    </ul>
  )
}
