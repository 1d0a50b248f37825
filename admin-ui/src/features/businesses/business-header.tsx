import { readFragment, type FragmentOf } from 'gql.tada'
import { Copyable } from '@/components/copyable'
import { Name } from '@/components/name'
import { PageHeader } from '@/components/page-header'
import { RouterAnchor } from '@/components/router-anchor'
import { graphql } from '@/lib/graphql'
import { BusinessActions, businessActionsFragment } from './business-actions'
import { StatusBadge } from './status-badge'

export const businessHeaderFragment = graphql(
  `
    fragment BusinessHeader on Business {
      metaId
      name
      status
      ...BusinessActions
    }
  `,
  [businessActionsFragment],
)

/** Which business this is, how it stands and what can be done with it. */
export function BusinessHeader({ business }: { business: FragmentOf<typeof businessHeaderFragment> }) {
  const header = readFragment(businessHeaderFragment, business)
  const name = header.name ?? 'Name not known yet'
  return (
    <PageHeader
      documentTitle={name}
      above={
        <RouterAnchor to="/businesses" size="sm">
          ← All businesses
        </RouterAnchor>
      }
      title={
        <>
          <Name>{name}</Name> <StatusBadge status={header.status} />
        </>
      }
      below={
        <>
          Meta id <Copyable value={header.metaId} label="Meta id" />
        </>
      }
      actions={<BusinessActions business={header} />}
    />
  )
}
