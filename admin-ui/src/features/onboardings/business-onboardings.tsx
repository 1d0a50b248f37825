import { readFragment, type FragmentOf } from 'gql.tada'
import { Cell } from '@/components/cell'
import { Copyable } from '@/components/copyable'
import { DataTable } from '@/components/data-table'
import { Empty } from '@/components/empty'
import { Moment } from '@/components/moment'
import { OnboardingTag } from '@/components/onboarding-tag'
import { Panel } from '@/components/panel'
import { graphql } from '@/lib/graphql'

export const businessOnboardingsFragment = graphql(`
  fragment BusinessOnboardings on Business {
    onboardings(first: 5) {
      edges {
        cursor
        node {
          id
          status
          supportCode
          createdAt
          completedAt
          problem {
            message
          }
        }
      }
    }
  }
`)

/** The onboardings that led to a business, the latest first. */
export function BusinessOnboardings({ business }: { business: FragmentOf<typeof businessOnboardingsFragment> }) {
  const { onboardings } = readFragment(businessOnboardingsFragment, business)
  return (
    <Panel title="Onboardings" hint="The latest five. The client may quote the support code." flush>
      {onboardings.edges.length === 0 ? (
        <Empty icon="link" title="None">
          No onboarding is on record for this business.
        </Empty>
      ) : (
        <DataTable
          caption="Onboardings"
          head={
            <>
              <th scope="col">Support code</th>
              <th scope="col">Status</th>
              <th scope="col">Started</th>
              <th scope="col">Connected</th>
            </>
          }
        >
          {onboardings.edges.map(({ cursor, node }) => (
            <tr key={cursor}>
              <Cell label="Support code" heading>
                <Copyable value={node.supportCode} label="support code" />
              </Cell>
              <Cell label="Status">
                <span title={node.problem?.message}>
                  <OnboardingTag status={node.status} />
                </span>
              </Cell>
              <Cell label="Started">
                <Moment at={node.createdAt} />
              </Cell>
              <Cell label="Connected">
                <Moment at={node.completedAt} none="Not connected" />
              </Cell>
            </tr>
          ))}
        </DataTable>
      )}
    </Panel>
  )
}
