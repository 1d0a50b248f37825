import type { Audience } from './connect-page'
import { DeadLink } from './dead-link'
import { Working } from './working'

/** The server no longer knows who asks: the client's link is over, or the session of the member of staff. */
export function Expired({ audience }: { audience: Audience }) {
  return audience === 'client' ? <DeadLink /> : <Working title="You are signed out">Sign in again to go on.</Working>
}
