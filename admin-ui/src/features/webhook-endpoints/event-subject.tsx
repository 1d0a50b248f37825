import { readFragment, type FragmentOf } from 'gql.tada'
import { RouterAnchor } from '@/components/router-anchor'
import { graphql } from '@/lib/graphql'

export const eventSubjectFragment = graphql(`
  fragment EventSubject on WebhookEvent {
    businessId
    onboardingId
  }
`)

/** What an event is about. It may have been erased since, so only its id is known for sure. */
export function EventSubject({ event }: { event: FragmentOf<typeof eventSubjectFragment> }) {
  const { businessId, onboardingId } = readFragment(eventSubjectFragment, event)
  if (businessId) {
    return (
      <RouterAnchor to="/businesses/$id" params={{ id: businessId }} size="sm">
        Business {shorten(businessId)}
      </RouterAnchor>
    )
  }
  if (onboardingId) {
    return (
      <RouterAnchor to="/activity/$id" params={{ id: onboardingId }} size="sm">
        Onboarding {shorten(onboardingId)}
      </RouterAnchor>
    )
  }
  return 'The endpoint itself'
}

/** The end of an id; those of one day begin alike. */
function shorten(id: string) {
  return `…${id.slice(-8)}`
}
