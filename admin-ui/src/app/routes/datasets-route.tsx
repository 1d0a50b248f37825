import { useNavigate, useSearch } from '@tanstack/react-router'
import { AllDatasetsPage } from '@/features/datasets/all-datasets-page'
import { differOnlyInText, type DatasetsSearch } from '@/features/datasets/all-datasets-search'

/** The datasets of all businesses; which of them stands in the URL. */
export function DatasetsRoute() {
  const search = useSearch({ from: '/admin/datasets' })
  const navigate = useNavigate()
  // Typing is one step in the history, however often it pauses.
  const go = (next: DatasetsSearch) =>
    navigate({ to: '/datasets', search: next, replace: differOnlyInText(search, next) })
  return <AllDatasetsPage search={search} onSearch={go} />
}
