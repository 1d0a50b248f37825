import type { Cursor } from '@/lib/paging'
import { someOf, text } from '@/lib/search-params'
import { kinds, outcomes, type EventKind, type EventOutcome } from './meta-event-words'

/** Which of Meta's reports are listed, as it stands in the URL. */
export interface MetaEventsSearch extends Cursor {
  kind?: EventKind[]
  outcome?: EventOutcome[]
}

/** Makes sense of a URL; what it does not understand is dropped. */
export function parseMetaEventsSearch(raw: Record<string, unknown>): MetaEventsSearch {
  return {
    kind: someOf(kinds, raw.kind),
    outcome: someOf(outcomes, raw.outcome),
    after: text(raw.after),
    before: text(raw.before),
  }
}
