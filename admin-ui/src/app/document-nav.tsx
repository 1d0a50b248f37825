import type { AdminDocument } from './documents'
import { NavItem } from './nav-item'

/** The destinations that are documents of their own. */
export function DocumentNav({ current }: { current?: AdminDocument }) {
  const mark = (document: AdminDocument) => (document === current ? 'page' : undefined)
  return (
    <>
      <NavItem href="/admin/connect" icon="link" aria-current={mark('/admin/connect')}>
        Connect
      </NavItem>
      <NavItem href="/admin/playground" icon="terminal" aria-current={mark('/admin/playground')}>
        Playground
      </NavItem>
    </>
  )
}
