import type { ReactNode } from 'react'
import { roleNames } from '@/lib/roles'
import { useViewer } from '@/lib/viewer'
import { Empty } from './empty'
import { PageHeader } from './page-header'

interface AdministratorsOnlyProps {
  /** What the page is called; without it, the page has its header already. */
  title?: string
  children: ReactNode
}

/** Shows something to administrators, and to others why they see nothing. */
export function AdministratorsOnly({ title, children }: AdministratorsOnlyProps) {
  const { role } = useViewer()
  if (role === 'ADMIN') {
    return children
  }
  return (
    <>
      {title && <PageHeader title={title} documentTitle={title} />}
      <Empty icon="shield" title={`Your role is ${roleNames[role]}`}>
        This page is for administrators, who decide who may come in and what is sent out.
      </Empty>
    </>
  )
}
