import type { Cursor } from '@/lib/paging'
import { oneOf, someOf, text } from '@/lib/search-params'
import { kinds, outcomes, type EventKind, type EventOutcome } from './event-words'

/** What is shown of what Meta has sent, as it stands in the URL: its reports, or the requests to delete. */
export interface WebhooksSearch extends Cursor {
  view?: 'deletions'
  kind?: EventKind[]
  outcome?: EventOutcome[]
}

/** Makes sense of a URL; what it does not understand is dropped. */
export function parseWebhooksSearch(raw: Record<string, unknown>): WebhooksSearch {
  return {
    view: oneOf(['deletions'], raw.view),
    kind: someOf(kinds, raw.kind),
    outcome: someOf(outcomes, raw.outcome),
    after: text(raw.after),
    before: text(raw.before),
  }
}
