import { createContext, use } from 'react'
import type { graphql } from './graphql'

/** The staff roles, from the least to the most powerful. */
export type Role = ReturnType<typeof graphql.scalar<'Role'>>

/** The signed-in member of staff. */
export interface Viewer {
  email: string
  role: Role
}

export const ViewerContext = createContext<Viewer | null>(null)

/** The signed-in member of staff; only inside the signed-in part of a page. */
export function useViewer() {
  const viewer = use(ViewerContext)
  if (!viewer) {
    throw new Error('useViewer outside of ViewerContext')
  }
  return viewer
}

/** Whether the viewer may also do what cannot be made good, such as forgetting a connection. */
export function useIsAdministrator() {
  return useViewer().role === 'ADMIN'
}

/** Whether the viewer may onboard, sync, check and disconnect. */
export function useCanOperate() {
  return useViewer().role !== 'VIEWER'
}
