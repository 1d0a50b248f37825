import { readFragment, type FragmentOf } from 'gql.tada'
import { graphql } from '@/lib/graphql'
import type { Audience } from './connect-page'
import classes from './connect.module.css'

export const briefingFragment = graphql(`
  fragment Briefing on LoginConfiguration {
    permissions
  }
`)

interface BriefingProps {
  configuration: FragmentOf<typeof briefingFragment>
  audience: Audience
}

/** Before the click: what is going to happen and what will be asked for. */
export function Briefing({ configuration, audience }: BriefingProps) {
  const { permissions } = readFragment(briefingFragment, configuration)
  const staff = audience === 'staff'
  return (
    <div className={classes.briefing}>
      <section>
        <h2>What happens</h2>
        <ol>
          <li>Facebook opens, in a window of its own or in this tab. {staff ? 'The client logs' : 'Log'} in there.</li>
          <li>{staff ? 'The client picks' : 'Pick'} the business, and then the datasets to share.</li>
          <li>Facebook leads back here, and the datasets appear.</li>
        </ol>
      </section>
      <section>
        <h2>What Meta will ask for</h2>
        <ul>
          {permissions.map((permission) => (
            <li key={permission}>
              <code className={classes.permission}>{permission}</code>
              {meanings[permission] && <> – {meanings[permission]}</>}
            </li>
          ))}
        </ul>
      </section>
    </div>
  )
}

/** What the permissions are for, where it can be said in a few words. */
const meanings: Record<string, string | undefined> = {
  ads_management: 'to manage ads and send conversion events',
  ads_read: 'to read datasets and send conversion events',
  business_management: 'to read which business it is and what it owns',
}
