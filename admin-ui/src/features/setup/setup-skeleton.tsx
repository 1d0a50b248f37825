import { Skeleton } from '@mantine/core'
import classes from './setup.module.css'

/** Checks to come. */
export function SetupSkeleton() {
  return (
    <div role="status" aria-label="Loading checks" className={classes.parts}>
      <Skeleton height={76} radius="lg" />
      {[2, 3, 2, 3].map((checks, part) => (
        <Skeleton key={part} height={60 + checks * 72} radius="lg" />
      ))}
    </div>
  )
}
