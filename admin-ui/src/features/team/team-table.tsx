import { readFragment, type FragmentOf } from 'gql.tada'
import { Cell } from '@/components/cell'
import { DataTable } from '@/components/data-table'
import { Moment } from '@/components/moment'
import { Name } from '@/components/name'
import { RouterAnchor } from '@/components/router-anchor'
import { formatCount } from '@/lib/format'
import { graphql } from '@/lib/graphql'
import { roleNames } from '@/lib/roles'
import { useViewer } from '@/lib/viewer'
import { LinkEnd } from './link-end'
import { waysIn } from './member-words'
import { StateTag } from './state-tag'
import classes from './team.module.css'

export const memberRowFragment = graphql(`
  fragment MemberRow on User {
    id
    email
    role
    state
    lastSignedInAt
    hasPassword
    secondFactorSince
    singleSignOnSince
    linkExpiresAt
    openSessions
  }
`)

type MemberRow = FragmentOf<typeof memberRowFragment>

interface TeamTableProps {
  members: { cursor: string; node: MemberRow }[]
  busy: boolean
}

/** A page of members of staff. */
export function TeamTable({ members, busy }: TeamTableProps) {
  return (
    <DataTable
      caption="Team"
      busy={busy}
      head={
        <>
          <th scope="col">Member</th>
          <th scope="col">Role</th>
          <th scope="col">State</th>
          <th scope="col">Signs in with</th>
          <th scope="col">Last sign-in</th>
          <th scope="col">Sessions</th>
        </>
      }
    >
      {members.map(({ cursor, node }) => (
        <Row key={cursor} member={node} />
      ))}
    </DataTable>
  )
}

function Row({ member }: { member: MemberRow }) {
  const row = readFragment(memberRowFragment, member)
  const isViewer = useViewer().email === row.email
  return (
    <tr>
      <Cell label="Member" heading>
        <RouterAnchor className={classes.name} to="/team/$id" params={{ id: row.id }}>
          <Name>{row.email}</Name>
        </RouterAnchor>
        {isViewer && <div className={classes.sub}>You</div>}
      </Cell>
      <Cell label="Role">{roleNames[row.role]}</Cell>
      <Cell label="State">
        <StateTag state={row.state} />
        {row.state === 'INVITED' && (
          <div className={classes.sub}>
            <LinkEnd at={row.linkExpiresAt} />
          </div>
        )}
      </Cell>
      <Cell label="Signs in with">{row.state === 'DISABLED' ? 'Nothing' : waysIn(row)}</Cell>
      <Cell label="Last sign-in">
        <Moment at={row.lastSignedInAt} />
      </Cell>
      <Cell label="Sessions">{formatCount(row.openSessions)}</Cell>
    </tr>
  )
}
