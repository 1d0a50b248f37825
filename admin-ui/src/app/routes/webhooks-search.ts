import { parseMetaEventsSearch, type MetaEventsSearch } from '@/features/webhooks/meta-events-search'
import type { Cursor } from '@/lib/paging'
import { oneOf, text } from '@/lib/search-params'

/** What the page of webhooks shows, as it stands in the URL: Meta's reports, requests to delete, or what is sent to you. */
export type WebhooksSearch = ({ view?: undefined } & MetaEventsSearch) | ({ view: 'deletions' | 'endpoints' } & Cursor)

export type WebhooksView = NonNullable<WebhooksSearch['view']>

/** Makes sense of a URL; what it does not understand is dropped. */
export function parseWebhooksSearch(raw: Record<string, unknown>): WebhooksSearch {
  const view = oneOf(views, raw.view)
  return view ? { view, after: text(raw.after), before: text(raw.before) } : parseMetaEventsSearch(raw)
}

export const views: readonly WebhooksView[] = ['deletions', 'endpoints']
