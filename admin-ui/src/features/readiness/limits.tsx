import { ExternalLink } from '@/components/external-link'
import { Panel } from '@/components/panel'
import classes from './readiness.module.css'
import { endpointName } from './readiness-words'

/** What the figures of this page cannot tell, and where Meta tells it. */
export function Limits({ counted }: { counted: string[] }) {
  return (
    <Panel title="What these figures cannot tell">
      <ul className={classes.limits}>
        <li>
          Meta’s own count. It decides, and stands in the App Dashboard under App Review, Permissions and features; no
          API tells it.
        </li>
        <li>
          Which calls Meta counts: there is no list of them. Counted here are those that Meta’s reference files under
          the Marketing API: {counted.map(endpointName).join(', ')}. Throttled calls and lost answers count as errors.
        </li>
        <li>What other programs call with the same app.</li>
        <li>
          The order of a day’s calls. Where the last 500 begin within a day, the share of errors is known within bounds.
        </li>
      </ul>
      <p className={classes.links}>
        <ExternalLink href="https://developers.facebook.com/apps">App Dashboard</ExternalLink>
        <ExternalLink href="https://developers.facebook.com/docs/marketing-api/get-started/authorization">
          Access tiers
        </ExternalLink>
        <ExternalLink href="https://developers.meta.com/blog/updates-to-ads-management-standard-access-feature/">
          The rule of May 2026
        </ExternalLink>
        <ExternalLink href="https://developers.facebook.com/docs/app-review">App Review</ExternalLink>
      </p>
    </Panel>
  )
}
