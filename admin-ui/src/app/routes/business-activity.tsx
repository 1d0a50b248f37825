import type { FragmentOf } from 'gql.tada'
import { Panel } from '@/components/panel'
import { RouterAnchor } from '@/components/router-anchor'
import { AuditTrail, type auditTrailFragment } from '@/features/audit/audit-trail'
import { BusinessOnboardings, type businessOnboardingsFragment } from '@/features/onboardings/business-onboardings'
import classes from './activity.module.css'

interface BusinessActivityProps {
  id: string
  business: FragmentOf<typeof businessOnboardingsFragment>
  events: FragmentOf<typeof auditTrailFragment>
}

/** What has happened with one business lately, and the way to all of it. */
export function BusinessActivity({ id, business, events }: BusinessActivityProps) {
  return (
    <Panel
      title="Activity"
      hint="The latest onboardings, by the support code that the client may quote, and the latest changes."
      actions={
        <span className={classes.links}>
          <RouterAnchor to="/activity" search={{ business: id }} size="sm">
            All onboardings
          </RouterAnchor>
          <RouterAnchor to="/activity" search={{ view: 'audit', subject: id }} size="sm">
            All changes
          </RouterAnchor>
        </span>
      }
      flush
    >
      <h3 className={classes.part}>Onboardings</h3>
      <BusinessOnboardings business={business} />
      <h3 className={classes.part}>Changes</h3>
      <AuditTrail events={events} />
    </Panel>
  )
}
