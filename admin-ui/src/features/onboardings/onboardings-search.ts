import { pageSizes } from '@/components/pager'
import { dayOf, momentsOf, type Days } from '@/lib/days'
import { onboardingStatuses, type OnboardingStatus } from '@/lib/onboarding-status'
import type { Cursor } from '@/lib/paging'
import { someOf, stringifySearch, text } from '@/lib/search-params'

/** Which onboardings are listed, as it stands in the URL. Whatever equals its default is left out. */
export interface OnboardingsSearch extends Cursor, Days {
  q?: string
  status?: OnboardingStatus[]
  /** The id of the business that they led to. */
  business?: string
  size?: number
}

const defaultSize = 25

/** Makes sense of a URL; what it does not understand is dropped. */
export function parseOnboardingsSearch(raw: Record<string, unknown>): OnboardingsSearch {
  const size = Number(raw.size)
  return {
    q: text(raw.q),
    status: someOf(onboardingStatuses, raw.status),
    business: text(raw.business),
    since: dayOf(raw.since),
    until: dayOf(raw.until),
    size: pageSizes.includes(size) && size !== defaultSize ? size : undefined,
    after: text(raw.after),
    before: text(raw.before),
  }
}

export function sizeOf({ size }: OnboardingsSearch) {
  return size ?? defaultSize
}

export function isFiltered({ q, status, business, since, until }: OnboardingsSearch) {
  return [q, status, business, since, until].some((condition) => condition !== undefined)
}

/** Where the list is exported from, as it is filtered. */
export function exportPath(search: OnboardingsSearch) {
  const { q, status, business } = search
  return `/admin/export/onboardings.csv${stringifySearch({ q, status, business, ...momentsOf(search) })}`
}
