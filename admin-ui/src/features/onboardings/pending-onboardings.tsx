import { readFragment, type FragmentOf } from 'gql.tada'
import { Cell } from '@/components/cell'
import { Copyable } from '@/components/copyable'
import { DataTable } from '@/components/data-table'
import { Empty } from '@/components/empty'
import { Moment } from '@/components/moment'
import { Name } from '@/components/name'
import { OnboardingTag } from '@/components/onboarding-tag'
import { RouterAnchor } from '@/components/router-anchor'
import { graphql } from '@/lib/graphql'
import classes from './onboardings.module.css'

const pendingRowFragment = graphql(`
  fragment PendingRow on Onboarding {
    id
    supportCode
    status
    externalId
    createdAt
    expiresAt
  }
`)

export const pendingOnboardingsFragment = graphql(
  `
    fragment PendingOnboardings on OnboardingConnection {
      edges {
        cursor
        node {
          ...PendingRow
        }
      }
    }
  `,
  [pendingRowFragment],
)

/** Onboardings that wait for their client or are being worked on, the latest first. */
export function PendingOnboardings({ onboardings }: { onboardings: FragmentOf<typeof pendingOnboardingsFragment> }) {
  const { edges } = readFragment(pendingOnboardingsFragment, onboardings)
  if (edges.length === 0) {
    return (
      <Empty icon="clock" title="None">
        No client has been invited who has not connected yet.
      </Empty>
    )
  }
  return (
    <DataTable
      caption="Pending onboardings"
      head={
        <>
          <th scope="col">Support code</th>
          <th scope="col">Status</th>
          <th scope="col">External id</th>
          <th scope="col">Opened</th>
          <th scope="col">Expires</th>
        </>
      }
    >
      {edges.map(({ cursor, node }) => (
        <Row key={cursor} onboarding={node} />
      ))}
    </DataTable>
  )
}

function Row({ onboarding }: { onboarding: FragmentOf<typeof pendingRowFragment> }) {
  const { id, supportCode, status, externalId, createdAt, expiresAt } = readFragment(pendingRowFragment, onboarding)
  return (
    <tr>
      <Cell label="Support code" heading>
        <RouterAnchor className={classes.code} to="/activity/$id" params={{ id }}>
          {supportCode}
        </RouterAnchor>
        <Copyable value={supportCode} shown="" label="support code" />
      </Cell>
      <Cell label="Status">
        <OnboardingTag status={status} />
      </Cell>
      <Cell label="External id">{externalId && <Name>{externalId}</Name>}</Cell>
      <Cell label="Opened">
        <Moment at={createdAt} />
      </Cell>
      <Cell label="Expires">
        <Moment at={expiresAt} />
      </Cell>
    </tr>
  )
}
