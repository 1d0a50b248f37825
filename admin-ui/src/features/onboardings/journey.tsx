import { readFragment, type FragmentOf } from 'gql.tada'
import { useSubscription } from 'urql'
import { OnboardingTag } from '@/components/onboarding-tag'
import { Timeline } from '@/components/timeline'
import { graphql } from '@/lib/graphql'
import classes from './journey.module.css'

export const journeyFragment = graphql(`
  fragment Journey on Onboarding {
    id
    status
    problem {
      message
      action
    }
    steps {
      kind
      status
      startedAt
      detail
    }
    business {
      id
      name
      metaId
    }
  }
`)

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
  const read = readFragment(journeyFragment, onboarding)
  const isOver = read.status === 'COMPLETED' || read.status === 'EXPIRED'
  const [{ data }] = useSubscription({ query: journeySubscription, variables: { id: read.id }, pause: isOver })
  const { status, problem, steps, business } = readFragment(journeyFragment, data?.onboardingUpdated) ?? read
  return (
    <div className={classes.journey} aria-live="polite">
      <p className={classes.state}>
        <OnboardingTag status={status} />
        {business && (
          <a className={classes.business} href={`/admin/businesses/${business.id}`}>
            {business.name ?? `Business ${business.metaId}`}
          </a>
        )}
      </p>
      {problem && (
        <p className={classes.problem}>
          {problem.message} {problem.action}
        </p>
      )}
      {steps.length > 0 ? (
        <Timeline steps={steps} dated />
      ) : (
        <p className={classes.quiet}>Nobody has opened the link yet.</p>
      )}
    </div>
  )
}
