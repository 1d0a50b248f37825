import type { Cursor } from '@/lib/paging'
import { oneOf, text } from '@/lib/search-params'
import { userStates, type UserState } from './member-words'

/** Which members of staff the list shows, as it stands in the URL. */
export interface TeamSearch extends Cursor {
  state?: UserState
}

/** Makes sense of a URL; what it does not understand is dropped. */
export function parseTeamSearch(raw: Record<string, unknown>): TeamSearch {
  return { state: oneOf(userStates, raw.state), after: text(raw.after), before: text(raw.before) }
}
