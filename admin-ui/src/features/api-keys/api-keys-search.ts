import type { Cursor } from '@/lib/paging'
import { oneOf, text } from '@/lib/search-params'
import { keyStates, type ApiKeyState } from './key-words'

/** Which API keys the list shows, as it stands in the URL. */
export interface ApiKeysSearch extends Cursor {
  state?: ApiKeyState
}

/** Makes sense of a URL; what it does not understand is dropped. */
export function parseApiKeysSearch(raw: Record<string, unknown>): ApiKeysSearch {
  return { state: oneOf(keyStates, raw.state), after: text(raw.after), before: text(raw.before) }
}
