import { useNavigate, useSearch } from '@tanstack/react-router'
import { BusinessesPage } from '@/features/businesses/businesses-page'
import { differOnlyInText, type BusinessesSearch } from '@/features/businesses/businesses-search'
import { OrphanGrants } from '@/features/orphans/orphan-grants'
import type { OrphansSearch } from '@/features/orphans/orphans-search'

/** The list of businesses, and above it the orphan grants; what both show stands in the URL. */
export function BusinessesRoute() {
  const search = useSearch({ from: '/admin/businesses' })
  const { orphansAfter, orphansBefore } = search
  const navigate = useNavigate()
  // Typing is one step in the history, however often it pauses.
  const go = (next: BusinessesSearch) =>
    navigate({
      to: '/businesses',
      search: { ...next, orphansAfter, orphansBefore },
      replace: differOnlyInText(search, next),
    })
  const goAbove = (next: OrphansSearch) => navigate({ to: '/businesses', search: { ...search, ...next } })
  return (
    <BusinessesPage search={search} onSearch={go} above={<OrphanGrants search={search} onSearch={goAbove} />} />
  )
}
