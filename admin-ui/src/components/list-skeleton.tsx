import { Skeleton } from '@mantine/core'
import classes from './list-page.module.css'

/** Rows to come. */
export function ListSkeleton({ label }: { label: string }) {
  return (
    <div role="status" aria-label={label}>
      {[62, 48, 70, 55, 60, 45].map((width) => (
        <div className={classes.skeleton} key={width}>
          <Skeleton height={14} width={`${width / 2}%`} />
          <Skeleton height={22} width={96} radius="xl" />
          <Skeleton height={12} width="12%" />
        </div>
      ))}
    </div>
  )
}
