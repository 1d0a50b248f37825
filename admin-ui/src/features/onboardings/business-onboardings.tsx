import { readFragment, type FragmentOf } from 'gql.tada'
import { Empty } from '@/components/empty'
import { Moment } from '@/components/moment'
import { OnboardingTag } from '@/components/onboarding-tag'
import { RouterAnchor } from '@/components/router-anchor'
import { graphql } from '@/lib/graphql'
import classes from './onboardings.module.css'
import { Timeline, timelineFragment } from './timeline'

export const businessOnboardingsFragment = graphql(
  `
    fragment BusinessOnboardings on Business {
      onboardings(first: 5) {
        edges {
          cursor
          node {
            id
            status
            supportCode
            createdAt
            ...Timeline
          }
        }
      }
    }
  `,
  [timelineFragment],
)

/** The latest onboardings that led to a business, each with its timeline. */
export function BusinessOnboardings({ business }: { business: FragmentOf<typeof businessOnboardingsFragment> }) {
  const { onboardings } = readFragment(businessOnboardingsFragment, business)
  if (onboardings.edges.length === 0) {
    return (
      <Empty icon="link" title="None">
        No onboarding is on record for this business.
      </Empty>
    )
  }
  return (
    <ul className={classes.business} aria-label="Onboardings">
      {onboardings.edges.map(({ cursor, node }) => (
        <li key={cursor}>
          <div className={classes.head}>
            <RouterAnchor className={classes.code} to="/activity/$id" params={{ id: node.id }}>
              {node.supportCode}
            </RouterAnchor>
            <OnboardingTag status={node.status} />
            <span className={classes.by}>
              <Moment at={node.createdAt} />
            </span>
          </div>
          <details className={classes.nested}>
            <summary>Timeline</summary>
            <Timeline onboarding={node} />
          </details>
        </li>
      ))}
    </ul>
  )
}
