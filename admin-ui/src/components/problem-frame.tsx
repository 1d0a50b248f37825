import { useId, type ReactNode } from 'react'
import type { Problem } from '@/lib/problem'
import { Icon } from './icon'
import classes from './problem-frame.module.css'

interface ProblemFrameProps {
  actor: Problem['actor']
  message: string
  action?: string
  /** Who has to act, and when. */
  meta: ReactNode
  /** What opens the details. */
  summary: string
  /** What support will ask for. */
  children: ReactNode
}

/** What is wrong, what to do, who does it, and details behind a summary. */
export function ProblemFrame({ actor, message, action, meta, summary, children }: ProblemFrameProps) {
  const id = useId()
  const patient = actor === 'META' || actor === 'NOBODY'
  return (
    <section className={classes.card} data-tone={patient ? 'wait' : 'warn'} aria-labelledby={id}>
      <span className={classes.icon}>
        <Icon name={patient ? 'clock' : 'warning'} size={20} />
      </span>
      <div className={classes.words}>
        <h2 className={classes.message} id={id}>
          {message}
        </h2>
        <p className={classes.action}>{action}</p>
        <p className={classes.meta}>{meta}</p>
        <details className={classes.details}>
          <summary>{summary}</summary>
          {children}
        </details>
      </div>
    </section>
  )
}
