import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import type { ResultOf } from 'gql.tada'
import { Cell } from '@/components/cell'
import { Copyable } from '@/components/copyable'
import { DataTable } from '@/components/data-table'
import { Moment } from '@/components/moment'
import { Name } from '@/components/name'
import { Tag } from '@/components/tag'
import { graphql } from '@/lib/graphql'
import { useCanOperate } from '@/lib/viewer'
import { EndLeaseDialog } from './end-lease-dialog'
import { leaseEndWords, leaseStateWords } from './token-lease-words'
import classes from './token-leases.module.css'

export const tokenLeaseRowFragment = graphql(`
  fragment TokenLeaseRow on TokenLease @_unmask {
    id
    dataset {
      name
    }
    datasetMetaId
    leasedBy
    purpose
    state
    requestedAt
    expiresAt
    endedAt
    endReason
    endVerified
  }
`)

type Lease = ResultOf<typeof tokenLeaseRowFragment>

interface TokenLeasesTableProps {
  rows: { cursor: string; node: Lease }[]
  busy: boolean
}

/** Leased tokens, the latest first, with the way to end those that work. */
export function TokenLeasesTable({ rows, busy }: TokenLeasesTableProps) {
  const canOperate = useCanOperate()
  return (
    <DataTable
      caption="Leased tokens"
      busy={busy}
      head={
        <>
          <th scope="col">Purpose</th>
          <th scope="col">Dataset</th>
          <th scope="col">State</th>
          <th scope="col">Asked for</th>
          <th scope="col">Until</th>
          {canOperate && <th scope="col">Action</th>}
        </>
      }
    >
      {rows.map(({ cursor, node }) => (
        <Row key={cursor} lease={node} canOperate={canOperate} />
      ))}
    </DataTable>
  )
}

function Row({ lease, canOperate }: { lease: Lease; canOperate: boolean }) {
  const [ending, dialog] = useDisclosure()
  const state = leaseStateWords[lease.state]
  return (
    <tr>
      <Cell label="Purpose" heading>
        <div>
          <Name>{lease.purpose}</Name>
          <div className={classes.sub}>
            For <Name>{lease.leasedBy}</Name>
          </div>
        </div>
      </Cell>
      <Cell label="Dataset">
        <div>
          <Name>{lease.dataset?.name ?? 'Unnamed dataset'}</Name>
          <div className={`${classes.sub} ${classes.id}`}>
            <Copyable value={lease.datasetMetaId} label="Meta id" />
          </div>
        </div>
      </Cell>
      <Cell label="State">
        <div>
          <Tag tone={state.tone}>{state.label}</Tag>
          {lease.endReason && lease.endReason !== 'NOT_GRANTED' && (
            <div className={classes.sub}>
              {leaseEndWords[lease.endReason]}
              {lease.endReason === 'CONNECTION_ENDED' && !lease.endVerified && ', not confirmed by Meta'}
            </div>
          )}
        </div>
      </Cell>
      <Cell label="Asked for">
        <Moment at={lease.requestedAt} />
      </Cell>
      <Cell label="Until">
        {lease.state !== 'REQUESTED' && <Moment at={lease.endedAt ?? lease.expiresAt} />}
      </Cell>
      {canOperate && (
        <Cell label="Action">
          {lease.state === 'ACTIVE' && (
            <Button
              variant="default"
              size="xs"
              className={classes.danger}
              aria-label={`End the token for ${lease.purpose}`}
              onClick={dialog.open}
            >
              End
            </Button>
          )}
          <EndLeaseDialog id={lease.id} purpose={lease.purpose} opened={ending} onClose={dialog.close} />
        </Cell>
      )}
    </tr>
  )
}
