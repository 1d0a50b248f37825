import { Skeleton } from '@mantine/core'
import classes from './overview-page.module.css'

/** An overview to come. */
export function OverviewSkeleton() {
  return (
    <div role="status" aria-label="Loading overview" className={classes.parts}>
      <Skeleton height={84} radius="lg" />
      <Skeleton height={220} radius="lg" />
      <div className={classes.pair}>
        <Skeleton height={240} radius="lg" />
        <Skeleton height={240} radius="lg" />
      </div>
    </div>
  )
}
