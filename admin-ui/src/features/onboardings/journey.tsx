import { Anchor } from '@mantine/core'
import { readFragment, type FragmentOf } from 'gql.tada'
import { useSubscription } from 'urql'
import { graphql } from '@/lib/graphql'
import { isOver } from '@/lib/onboarding-status'
import classes from './onboardings.module.css'
import { Timeline, timelineFragment } from './timeline'

export const journeyFragment = graphql(
  `
    fragment Journey on Onboarding {
      id
      status
      ...Timeline
    }
  `,
  [timelineFragment],
)

const journeySubscription = graphql(
  `
    subscription Journey($id: ID!) {
      onboardingUpdated(id: $id) {
        ...Journey
      }
    }
  `,
  [journeyFragment],
)

/** What has happened in an onboarding so far, and what happens while somebody looks. */
export function Journey({ onboarding }: { onboarding: FragmentOf<typeof journeyFragment> }) {
  const { id, status } = readFragment(journeyFragment, onboarding)
  const [{ data }] = useSubscription({ query: journeySubscription, variables: { id }, pause: isOver(status) })
  const latest = readFragment(journeyFragment, data?.onboardingUpdated ?? onboarding)
  return (
    <section className={classes.journey} aria-label="What the client does">
      <Timeline onboarding={latest} />
      <Anchor href={`/admin/activity/${id}`} size="sm">
        Open in Activity
      </Anchor>
    </section>
  )
}
