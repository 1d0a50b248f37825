import { Icon } from '@/components/icon'
import classes from './connect.module.css'

/** There is no onboarding token, or one that no longer works. */
export function DeadLink({ missing }: { missing?: boolean }) {
  return (
    <>
      <span className={classes.mark} data-tone="off">
        <Icon name="link" size={22} />
      </span>
      <h2 className={classes.title}>{missing ? 'Please open your link again' : 'This link can no longer be used'}</h2>
      <p className={classes.text}>
        {missing
          ? 'This page needs the link of your invitation, and keeps it only as long as the tab is open. Open the link once more.'
          : 'It has expired or was used already. Ask the platform that sent it for a new one.'}
      </p>
    </>
  )
}
