import type { AnchorHTMLAttributes } from 'react'
import { Icon, type IconName } from '@/components/icon'
import classes from './frame.module.css'

export interface NavItemProps extends AnchorHTMLAttributes<HTMLAnchorElement> {
  icon: IconName
}

/** A destination of the main navigation; `aria-current` marks where the reader is. */
export function NavItem({ icon, children, ...props }: NavItemProps) {
  return (
    <a {...props} className={classes.item}>
      <Icon name={icon} />
      {children}
    </a>
  )
}
