import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { readFragment, type FragmentOf } from 'gql.tada'
import { Cell } from '@/components/cell'
import { Copyable } from '@/components/copyable'
import { DataTable } from '@/components/data-table'
import { Moment } from '@/components/moment'
import { Name } from '@/components/name'
import { OnboardingTag } from '@/components/onboarding-tag'
import { graphql } from '@/lib/graphql'
import { useCanOperate } from '@/lib/viewer'
import { ClaimDialog } from './claim-dialog'
import classes from './orphans.module.css'

export const orphanGrantRowFragment = graphql(`
  fragment OrphanGrantRow on OrphanGrant {
    id
    businessMetaId
    name
    foundAt
    onboarding {
      status
      expiresAt
    }
  }
`)

type OrphanGrantRow = FragmentOf<typeof orphanGrantRowFragment>

interface OrphanGrantsTableProps {
  grants: { cursor: string; node: OrphanGrantRow }[]
  busy: boolean
}

/** A page of orphan grants. */
export function OrphanGrantsTable({ grants, busy }: OrphanGrantsTableProps) {
  const canOperate = useCanOperate()
  return (
    <DataTable
      caption="Orphan grants"
      busy={busy}
      head={
        <>
          <th scope="col">Business</th>
          <th scope="col">Found</th>
          <th scope="col">Link</th>
          {canOperate && <th scope="col">Action</th>}
        </>
      }
    >
      {grants.map(({ cursor, node }) => (
        <Row key={cursor} grant={node} canOperate={canOperate} />
      ))}
    </DataTable>
  )
}

function Row({ grant, canOperate }: { grant: OrphanGrantRow; canOperate: boolean }) {
  const { id, businessMetaId, name, foundAt, onboarding } = readFragment(orphanGrantRowFragment, grant)
  const [claiming, dialog] = useDisclosure()
  const known = name ?? 'Name not known yet'
  return (
    <tr>
      <Cell label="Business" heading>
        <div>
          <span className={classes.name}>
            <Name>{known}</Name>
          </span>
          <div className={classes.sub}>
            <Copyable value={businessMetaId} label="Meta id" />
          </div>
        </div>
      </Cell>
      <Cell label="Found">
        <Moment at={foundAt} />
      </Cell>
      <Cell label="Link">
        {onboarding ? (
          <>
            <OnboardingTag status={onboarding.status} />
            {onboarding.status === 'OPEN' && (
              <div className={classes.sub}>
                Ends <Moment at={onboarding.expiresAt} />
              </div>
            )}
          </>
        ) : (
          'None made yet'
        )}
      </Cell>
      {canOperate && (
        <Cell label="Action">
          <Button variant="default" size="xs" aria-label={`Claim ${name ?? businessMetaId}`} onClick={dialog.open}>
            Claim
          </Button>
          <ClaimDialog grantId={id} name={name ?? businessMetaId} opened={claiming} onClose={dialog.close} />
        </Cell>
      )}
    </tr>
  )
}
