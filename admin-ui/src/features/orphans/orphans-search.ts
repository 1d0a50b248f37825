import { text } from '@/lib/search-params'

/** Where the list of orphan grants stands, in the URL that it shares with the list of businesses. */
export interface OrphansSearch {
  orphansAfter?: string
  orphansBefore?: string
}

/** Makes sense of a URL; what it does not understand is dropped. */
export function parseOrphansSearch(raw: Record<string, unknown>): OrphansSearch {
  return { orphansAfter: text(raw.orphansAfter), orphansBefore: text(raw.orphansBefore) }
}
