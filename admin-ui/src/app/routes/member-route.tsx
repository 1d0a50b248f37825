import { useParams } from '@tanstack/react-router'
import { AdministratorsOnly } from '@/components/administrators-only'
import { MemberPage } from '@/features/team/member-page'
import { NotFound } from './not-found'

/** One member of staff. */
export function MemberRoute() {
  const { id } = useParams({ from: '/admin/team/$id' })
  return (
    <AdministratorsOnly title="Member">
      <MemberPage key={id} id={id} missing={<NotFound />} />
    </AdministratorsOnly>
  )
}
