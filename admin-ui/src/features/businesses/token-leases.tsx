import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { readFragment, type FragmentOf, type ResultOf } from 'gql.tada'
import { Cell } from '@/components/cell'
import { Copyable } from '@/components/copyable'
import { DataTable } from '@/components/data-table'
import { Empty } from '@/components/empty'
import { Moment } from '@/components/moment'
import { Name } from '@/components/name'
import { Panel } from '@/components/panel'
import { Tag } from '@/components/tag'
import { plural } from '@/lib/format'
import { graphql } from '@/lib/graphql'
import { useCanOperate } from '@/lib/viewer'
import { EndLeaseDialog } from './end-lease-dialog'
import { leaseEndWords, leaseStateWords } from './token-lease-words'
import classes from './token-leases.module.css'

export const tokenLeasesFragment = graphql(`
  fragment TokenLeases on Business {
    tokenLeases(first: 25) {
      totalCount
      edges {
        cursor
        node {
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
      }
    }
  }
`)

type Lease = ResultOf<typeof tokenLeasesFragment>['tokenLeases']['edges'][number]['node']

/** The tokens of a business that partners' backends were given: by whom, what for, and what became of them. */
export function TokenLeases({ business }: { business: FragmentOf<typeof tokenLeasesFragment> }) {
  const { edges, totalCount } = readFragment(tokenLeasesFragment, business).tokenLeases
  const canOperate = useCanOperate()
  const hidden = totalCount - edges.length
  return (
    <Panel
      title="Leased tokens"
      hint="Tokens for one dataset each, which a partner’s backend sends events with. The tokens themselves are shown nowhere."
      flush
    >
      {edges.length === 0 ? (
        <Empty icon="key" title="None">
          No backend has asked for a token. API keys with the scope tokens:lease may, where the setting TOKEN_LEASES is on.
        </Empty>
      ) : (
        <DataTable
          caption="Leased tokens"
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
          {edges.map(({ cursor, node }) => (
            <Row key={cursor} lease={node} canOperate={canOperate} />
          ))}
        </DataTable>
      )}
      {hidden > 0 && <p className={classes.more}>And {plural(hidden, 'earlier one')}, which the API lists.</p>}
    </Panel>
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
          <div className={classes.sub}>
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
        <Moment at={lease.endedAt ?? lease.expiresAt} />
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
