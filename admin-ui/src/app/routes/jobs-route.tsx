import { useNavigate, useSearch } from '@tanstack/react-router'
import { JobsPage } from '@/features/jobs/jobs-page'

/** The job queues; what is shown of them stands in the URL. */
export function JobsRoute() {
  const search = useSearch({ from: '/admin/jobs' })
  const navigate = useNavigate()
  return <JobsPage search={search} onSearch={(next) => navigate({ to: '/jobs', search: next, resetScroll: false })} />
}
