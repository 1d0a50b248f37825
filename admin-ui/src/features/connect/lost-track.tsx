import { Icon } from '@/components/icon'
import type { Audience } from './connect-page'
import classes from './connect.module.css'

/** The code was taken and the work goes on, but the server no longer tells this page about it. */
export function LostTrack({ audience }: { audience: Audience }) {
  return (
    <>
      <span className={classes.mark} data-tone="wait">
        <Icon name="clock" size={22} />
      </span>
      <h2 className={classes.title}>The rest goes on without this page</h2>
      <p className={classes.text}>
        {audience === 'client'
          ? 'Your link’s time is over, so the result cannot be shown here. You can close this window; the platform that invited you sees what came of it.'
          : 'The result cannot be shown here. It will stand in the list of businesses.'}
      </p>
    </>
  )
}
