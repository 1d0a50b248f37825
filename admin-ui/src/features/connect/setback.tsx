import type { ReactNode } from 'react'
import { Icon, type IconName } from '@/components/icon'
import classes from './connect.module.css'

interface SetbackProps {
  title: string
  icon?: IconName
  tone?: 'off' | 'warn' | 'wait'
  children: ReactNode
  /** The buttons. */
  ways?: ReactNode
}

/** Nothing was connected, and nothing is broken: says so and how to go on. */
export function Setback({ title, icon = 'info', tone = 'off', children, ways }: SetbackProps) {
  return (
    <>
      <span className={classes.mark} data-tone={tone}>
        <Icon name={icon} size={22} />
      </span>
      <h2 className={classes.title}>{title}</h2>
      <p className={classes.text}>{children}</p>
      {ways}
    </>
  )
}
