import { pageSizes } from '@/components/pager'
import { dayOf, momentsOf, type Days } from '@/lib/days'
import type { Cursor } from '@/lib/paging'
import { stringifySearch, text } from '@/lib/search-params'

/** Which changes are listed, as it stands in the URL. Whatever equals its default is left out. */
export interface AuditSearch extends Cursor, Days {
  /** The beginning of the name of whoever made them. */
  by?: string
  action?: string
  /** The id of what was changed. */
  subject?: string
  request?: string
  size?: number
}

const defaultSize = 25

/** Makes sense of a URL; what it does not understand is dropped. */
export function parseAuditSearch(raw: Record<string, unknown>): AuditSearch {
  const size = Number(raw.size)
  return {
    by: text(raw.by),
    action: text(raw.action),
    subject: text(raw.subject),
    request: text(raw.request),
    since: dayOf(raw.since),
    until: dayOf(raw.until),
    size: pageSizes.includes(size) && size !== defaultSize ? size : undefined,
    after: text(raw.after),
    before: text(raw.before),
  }
}

export function sizeOf({ size }: AuditSearch) {
  return size ?? defaultSize
}

export function isFiltered({ by, action, subject, request, since, until }: AuditSearch) {
  return [by, action, subject, request, since, until].some((condition) => condition !== undefined)
}

/** Where the audit is exported from, as it is filtered. */
export function exportPath(search: AuditSearch) {
  const { by, action, subject, request } = search
  return `/admin/export/audit.csv${stringifySearch({ by, action, subject, request, ...momentsOf(search) })}`
}
