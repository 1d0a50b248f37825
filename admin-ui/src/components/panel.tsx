import { useId, type ReactNode } from 'react'
import classes from './panel.module.css'

interface PanelProps {
  title: string
  /** A sentence under the title. */
  hint?: ReactNode
  /** Buttons or links beside the title. */
  actions?: ReactNode
  /** Whether the content reaches the edges, as tables do. */
  flush?: boolean
  children: ReactNode
}

/** A titled part of a page. */
export function Panel({ title, hint, actions, flush, children }: PanelProps) {
  const id = useId()
  return (
    <section className={classes.panel} aria-labelledby={id}>
      <div className={classes.head}>
        <div>
          <h2 className={classes.title} id={id}>
            {title}
          </h2>
          {hint && <p className={classes.hint}>{hint}</p>}
        </div>
        {actions}
      </div>
      <div className={flush ? undefined : classes.body}>{children}</div>
    </section>
  )
}
