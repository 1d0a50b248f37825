import { parseAuditSearch, type AuditSearch } from '@/features/audit/audit-search'
import { parseOnboardingsSearch, type OnboardingsSearch } from '@/features/onboardings/onboardings-search'

/** What the page of activity shows, as it stands in the URL: onboardings, or the audit. */
export type ActivitySearch = ({ view?: undefined } & OnboardingsSearch) | ({ view: 'audit' } & AuditSearch)

/** Makes sense of a URL; what it does not understand is dropped. */
export function parseActivitySearch(raw: Record<string, unknown>): ActivitySearch {
  return raw.view === 'audit' ? { view: 'audit', ...parseAuditSearch(raw) } : parseOnboardingsSearch(raw)
}

/** Whether two searches differ in nothing but what is typed. */
export function differOnlyInText(one: ActivitySearch, other: ActivitySearch) {
  const [rest, otherRest] = [one, other].map((search) => JSON.stringify({ ...search, q: null, by: null }))
  return rest === otherRest
}
