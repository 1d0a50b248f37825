import type { ReactNode } from 'react'
import { roleNames } from '@/lib/roles'
import { useViewer } from '@/lib/viewer'
import { Empty } from './empty'
import { PageHeader } from './page-header'

/** Shows a page to administrators, and to others why they see nothing. */
export function AdministratorsOnly({ title, children }: { title: string; children: ReactNode }) {
  const { role } = useViewer()
  if (role === 'ADMIN') {
    return children
  }
  return (
    <>
      <PageHeader title={title} documentTitle={title} />
      <Empty icon="shield" title={`Your role is ${roleNames[role]}`}>
        This page is for administrators, who decide who may come in.
      </Empty>
    </>
  )
}
