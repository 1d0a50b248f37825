import { useEffect, useRef, type ReactNode } from 'react'
import classes from './connect.module.css'

interface StatePanelProps {
  /** Changes with every step; the focus follows, since the button that led on is gone. */
  step?: unknown
  /** Whether it stands in the place of what could not be loaded. */
  alert?: boolean
  children: ReactNode
}

/** The card in which the journey stands; what changes in it is read out. */
export function StatePanel({ step, alert, children }: StatePanelProps) {
  const state = useRef<HTMLDivElement>(null)
  const shown = useRef(step)

  useEffect(() => {
    if (shown.current !== step) {
      shown.current = step
      state.current?.focus({ preventScroll: true })
    }
  }, [step])

  return (
    <div className={classes.panel}>
      <div className={classes.state} ref={state} tabIndex={-1} role={alert ? 'alert' : undefined} aria-live="polite">
        {children}
      </div>
    </div>
  )
}
