import type { ReactNode } from 'react'
import classes from './list-page.module.css'

/** What holds the list of a page: its table and pager, or what stands in their place. */
export function ListBox({ children }: { children: ReactNode }) {
  return <div className={classes.list}>{children}</div>
}
