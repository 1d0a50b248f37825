import type { ReactNode } from 'react'
import classes from './data-table.module.css'

interface DataTableProps {
  /** What the table lists, for screen readers. */
  caption: string
  /** One `th` per column. */
  head: ReactNode
  /** `tr`s of `Cell`s. */
  children: ReactNode
  /** Whether a fresher answer is on its way. */
  busy?: boolean
}

/** A table that turns into a stack of cards on narrow screens. */
export function DataTable({ caption, head, children, busy }: DataTableProps) {
  return (
    <table className={classes.table} aria-busy={busy}>
      <caption className={classes.caption}>{caption}</caption>
      <thead>
        <tr>{head}</tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  )
}
