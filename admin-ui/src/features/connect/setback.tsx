import type { ReactNode } from 'react'
import { Icon } from '@/components/icon'
import classes from './connect.module.css'
import { FacebookButton } from './facebook-button'

interface SetbackProps {
  title: string
  children: ReactNode
  /** What the button says. */
  retry?: string
  onRetry: () => void
}

/** Nothing was connected, and nothing is broken: says so and offers another try. */
export function Setback({ title, children, retry = 'Try again', onRetry }: SetbackProps) {
  return (
    <>
      <span className={classes.mark} data-tone="off">
        <Icon name="info" size={22} />
      </span>
      <h2 className={classes.title}>{title}</h2>
      <p className={classes.text}>{children}</p>
      <div className={classes.buttons}>
        <FacebookButton onClick={onRetry}>{retry}</FacebookButton>
      </div>
    </>
  )
}
