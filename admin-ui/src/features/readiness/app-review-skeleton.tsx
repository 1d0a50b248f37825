import { Skeleton } from '@mantine/core'
import classes from './readiness.module.css'

/** Readiness to come. */
export function AppReviewSkeleton() {
  return (
    <div role="status" aria-label="Loading App Review" className={classes.parts}>
      <div className={classes.rules}>
        <Skeleton height={210} radius="lg" />
        <Skeleton height={210} radius="lg" />
      </div>
      <Skeleton height={130} radius="lg" />
      <Skeleton height={330} radius="lg" />
    </div>
  )
}
