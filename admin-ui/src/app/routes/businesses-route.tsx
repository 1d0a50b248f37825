import { useNavigate, useSearch } from '@tanstack/react-router'
import { BusinessesPage } from '@/features/businesses/businesses-page'
import { differOnlyInText, type BusinessesSearch } from '@/features/businesses/businesses-search'
import { UnclaimedGrants } from '@/features/orphans/unclaimed-grants'

/** The list of businesses; what it shows stands in the URL. */
export function BusinessesRoute() {
  const search = useSearch({ from: '/admin/businesses' })
  const navigate = useNavigate()
  // Typing is one step in the history, however often it pauses.
  const go = (next: BusinessesSearch) =>
    navigate({ to: '/businesses', search: next, replace: differOnlyInText(search, next) })
  return <BusinessesPage search={search} onSearch={go} above={<UnclaimedGrants />} />
}
