import { Skeleton } from '@mantine/core'
import classes from './settings.module.css'

/** Settings to come. */
export function SettingsSkeleton() {
  return (
    <div role="status" aria-label="Loading settings" className={classes.parts}>
      {[130, 140, 160, 320].map((height) => (
        <Skeleton key={height} height={height} radius="lg" />
      ))}
    </div>
  )
}
