import { readFragment, type FragmentOf } from 'gql.tada'
import { Empty } from '@/components/empty'
import { graphql } from '@/lib/graphql'
import { auditRowFragment, AuditTable } from './audit-table'

export const auditTrailFragment = graphql(
  `
    fragment AuditTrail on AuditEventConnection {
      edges {
        cursor
        node {
          ...AuditRow
        }
      }
    }
  `,
  [auditRowFragment],
)

/** The latest changes of one subject. */
export function AuditTrail({ events }: { events: FragmentOf<typeof auditTrailFragment> }) {
  const { edges } = readFragment(auditTrailFragment, events)
  if (edges.length === 0) {
    return (
      <Empty icon="clock" title="None">
        Nothing has been changed.
      </Empty>
    )
  }
  return <AuditTable caption="Changes" rows={edges} busy={false} />
}
