import { useNavigate, useSearch } from '@tanstack/react-router'
import { AdministratorsOnly } from '@/components/administrators-only'
import { TeamPage } from '@/features/team/team-page'

/** The members of staff; which of them stands in the URL. */
export function TeamRoute() {
  const search = useSearch({ from: '/admin/team' })
  const navigate = useNavigate()
  return (
    <AdministratorsOnly title="Team">
      <TeamPage search={search} onSearch={(next) => navigate({ to: '/team', search: next })} />
    </AdministratorsOnly>
  )
}
