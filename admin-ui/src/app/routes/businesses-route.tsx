import { useNavigate, useSearch } from '@tanstack/react-router'
import { BusinessesPage } from '@/features/businesses/businesses-page'

/** The list of businesses; what it shows stands in the URL. */
export function BusinessesRoute() {
  const search = useSearch({ from: '/admin/businesses' })
  const navigate = useNavigate()
  return <BusinessesPage search={search} onSearch={(next) => navigate({ to: '/businesses', search: next })} />
}
