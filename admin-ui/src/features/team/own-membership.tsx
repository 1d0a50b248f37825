import { Panel } from '@/components/panel'
import { RouterAnchor } from '@/components/router-anchor'
import classes from './team.module.css'

/** In place of what can be done with others. */
export function OwnMembership() {
  return (
    <Panel title="This is you">
      <p className={classes.own}>
        Another administrator changes your role, or disables you. What you sign in with, and where you are signed in, is
        on your <RouterAnchor to="/account">account page</RouterAnchor>.
      </p>
    </Panel>
  )
}
