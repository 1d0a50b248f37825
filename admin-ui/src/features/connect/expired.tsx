import { useAudience } from './audience'
import { DeadLink } from './dead-link'
import type { DeadLink as Dead } from './ends'
import { Working } from './working'

/** The server no longer knows who asks: the client's link is over, or the session of the member of staff. */
export function Expired({ dead }: { dead: Dead }) {
  const { kind } = useAudience()
  return kind === 'client' ? <DeadLink reason={dead.reason} /> : <Working title="You are signed out">Sign in again to go on.</Working>
}
