import { useParams } from '@tanstack/react-router'
import { useQuery } from 'urql'
import { Panel } from '@/components/panel'
import { AuditTrail, auditTrailFragment } from '@/features/audit/audit-trail'
import { OnboardingPage } from '@/features/onboardings/onboarding-page'
import { graphql } from '@/lib/graphql'
import { NotFound } from './not-found'

const trailQuery = graphql(
  `
    query OnboardingTrail($id: ID!) {
      auditEvents(first: 50, filter: { subjectId: $id }) {
        ...AuditTrail
      }
    }
  `,
  [auditTrailFragment],
)

/** One onboarding: its timeline, and below it what the audit tells. */
export function OnboardingRoute() {
  const { id } = useParams({ from: '/admin/activity/$id' })
  const [{ data }, refetch] = useQuery({ query: trailQuery, requestPolicy: 'cache-and-network', variables: { id } })
  return (
    <OnboardingPage
      key={id}
      id={id}
      notFound={<NotFound />}
      onChange={() => refetch({ requestPolicy: 'network-only' })}
      below={
        data && (
          <Panel title="Audit" hint="What was changed, and by whom." flush>
            <AuditTrail events={data.auditEvents} />
          </Panel>
        )
      }
    />
  )
}
