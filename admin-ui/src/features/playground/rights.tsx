import { useViewer, type Role } from '@/lib/viewer'
import classes from './rights.module.css'

/** Whose rights the operations have, and how far these go. */
export function Rights() {
  const { email, role } = useViewer()
  return (
    <p className={classes.rights}>
      Signed in as <strong>{email}</strong>. {roles[role]}
    </p>
  )
}

const roles: Record<Role, string> = {
  VIEWER: 'Viewers may read, and change nothing.',
  OPERATOR: 'Operators may read, onboard, sync, check and disconnect.',
  ADMIN: 'Administrators may read, onboard, sync, check, disconnect, forget and erase.',
}
