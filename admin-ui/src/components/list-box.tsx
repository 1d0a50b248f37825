import { Skeleton } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './list-box.module.css'

/** What holds the list of a page: its table and pager, or what stands in their place. */
export function ListBox({ children }: { children: ReactNode }) {
  return <div className={classes.list}>{children}</div>
}

/** Rows to come; `label` says of what. */
export function ListSkeleton({ label }: { label: string }) {
  return (
    <div role="status" aria-label={label}>
      {[62, 48, 70, 55].map((width) => (
        <div className={classes.row} key={width}>
          <Skeleton height={14} width={`${width / 2}%`} />
          <Skeleton height={22} width={96} radius="xl" />
          <Skeleton height={12} width="12%" />
        </div>
      ))}
    </div>
  )
}
