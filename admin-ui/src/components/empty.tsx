import type { ReactNode } from 'react'
import classes from './empty.module.css'
import { Icon, type IconName } from './icon'

interface EmptyProps {
  icon: IconName
  title: string
  children: ReactNode
  /** The way on. */
  action?: ReactNode
}

/** Says in place of a list why there is nothing, and what to do next. */
export function Empty({ icon, title, children, action }: EmptyProps) {
  return (
    <div className={classes.empty}>
      <span className={classes.icon}>
        <Icon name={icon} size={22} />
      </span>
      <p className={classes.title}>{title}</p>
      <p className={classes.text}>{children}</p>
      {action}
    </div>
  )
}
