import { readFragment, type FragmentOf } from 'gql.tada'
import { Cell } from '@/components/cell'
import { Copyable } from '@/components/copyable'
import { DataTable } from '@/components/data-table'
import { Moment } from '@/components/moment'
import { Name } from '@/components/name'
import { OnboardingTag } from '@/components/onboarding-tag'
import { RouterAnchor } from '@/components/router-anchor'
import { graphql } from '@/lib/graphql'
import classes from './onboardings.module.css'

export const onboardingRowFragment = graphql(`
  fragment OnboardingRow on Onboarding {
    id
    status
    supportCode
    externalId
    business {
      id
      name
      metaId
    }
    problem {
      message
    }
    createdAt
    completedAt
  }
`)

type OnboardingRow = FragmentOf<typeof onboardingRowFragment>

interface OnboardingsTableProps {
  caption: string
  rows: { cursor: string; node: OnboardingRow }[]
  busy: boolean
}

/** A page of onboardings; each leads to its timeline. */
export function OnboardingsTable({ caption, rows, busy }: OnboardingsTableProps) {
  return (
    <DataTable
      caption={caption}
      busy={busy}
      head={
        <>
          <th scope="col">Support code</th>
          <th scope="col">Business</th>
          <th scope="col">Status</th>
          <th scope="col">Started</th>
          <th scope="col">Connected</th>
        </>
      }
    >
      {rows.map(({ cursor, node }) => (
        <Row key={cursor} onboarding={node} />
      ))}
    </DataTable>
  )
}

function Row({ onboarding }: { onboarding: OnboardingRow }) {
  const { id, status, supportCode, externalId, business, problem, createdAt, completedAt } = readFragment(
    onboardingRowFragment,
    onboarding,
  )
  return (
    <tr>
      <Cell label="Support code" heading>
        <RouterAnchor className={classes.code} to="/activity/$id" params={{ id }}>
          {supportCode}
        </RouterAnchor>
        <Copyable value={supportCode} shown="" label="support code" />
      </Cell>
      <Cell label="Business">
        {business ? (
          <RouterAnchor to="/businesses/$id" params={{ id: business.id }} size="sm">
            <Name>{business.name ?? business.metaId}</Name>
          </RouterAnchor>
        ) : (
          'Not known yet'
        )}
        {externalId && (
          <div className={classes.sub}>
            <Name>{externalId}</Name>
          </div>
        )}
      </Cell>
      <Cell label="Status">
        <OnboardingTag status={status} />
        {problem && <div className={classes.reason}>{problem.message}</div>}
      </Cell>
      <Cell label="Started">
        <Moment at={createdAt} />
      </Cell>
      <Cell label="Connected">
        <Moment at={completedAt} none="Not connected" />
      </Cell>
    </tr>
  )
}
