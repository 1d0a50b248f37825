import type { ReactNode } from 'react'
import { Icon } from './icon'
import classes from './notice.module.css'

/** Something worth knowing about what stands below it, in a sentence or two. */
export function Notice({ children }: { children: ReactNode }) {
  return (
    <div className={classes.notice} role="note">
      <span className={classes.icon}>
        <Icon name="warning" />
      </span>
      <p>{children}</p>
    </div>
  )
}
