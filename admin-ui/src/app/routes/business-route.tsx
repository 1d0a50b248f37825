import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { BusinessPage } from './business-page'
import type { BusinessSearch } from './business-search'

/** One business; the tab and page of its datasets stand in the URL. */
export function BusinessRoute() {
  const { id } = useParams({ from: '/admin/businesses/$id' })
  const search = useSearch({ from: '/admin/businesses/$id' })
  const navigate = useNavigate()
  const go = (next: BusinessSearch) =>
    navigate({ to: '/businesses/$id', params: { id }, search: next, resetScroll: false })
  return <BusinessPage key={id} id={id} search={search} onSearch={go} />
}
