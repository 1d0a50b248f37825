import { UnstyledButton } from '@mantine/core'
import { readFragment, type FragmentOf, type ResultOf } from 'gql.tada'
import { Cell } from '@/components/cell'
import { Copyable } from '@/components/copyable'
import { DataTable } from '@/components/data-table'
import { Facts } from '@/components/facts'
import { Moment } from '@/components/moment'
import { Name } from '@/components/name'
import { RouterAnchor } from '@/components/router-anchor'
import { graphql } from '@/lib/graphql'
import { humanise } from '@/lib/humanise'
import type { AuditSearch } from './audit-search'
import classes from './audit.module.css'
import { Differences } from './differences'

export const auditRowFragment = graphql(`
  fragment AuditRow on AuditEvent {
    id
    at
    actorKind
    actorName
    action
    subjectKind
    subjectId
    before
    after
    requestId
    isSigned
    place
  }
`)

type AuditRow = ResultOf<typeof auditRowFragment>

interface AuditTableProps {
  caption: string
  rows: { cursor: string; node: FragmentOf<typeof auditRowFragment> }[]
  busy: boolean
  /** Narrows the list to what a row names; without it the table stands alone. */
  onNarrow?: (change: AuditSearch) => void
}

/** A page of the audit. */
export function AuditTable({ caption, rows, busy, onNarrow }: AuditTableProps) {
  return (
    <DataTable
      caption={caption}
      busy={busy}
      head={
        <>
          <th scope="col">What</th>
          <th scope="col">Who</th>
          <th scope="col">Subject</th>
          <th scope="col">When</th>
        </>
      }
    >
      {rows.map(({ cursor, node }) => (
        <Row key={cursor} event={readFragment(auditRowFragment, node)} onNarrow={onNarrow} />
      ))}
    </DataTable>
  )
}

interface RowProps {
  event: AuditRow
  onNarrow?: (change: AuditSearch) => void
}

function Row({ event, onNarrow }: RowProps) {
  return (
    <tr>
      <Cell label="What" heading>
        <div className={classes.what}>
          <span className={classes.action}>{humanise(event.action)}</span>
          <Differences before={event.before} after={event.after} />
          <details className={classes.details}>
            <summary>Details</summary>
            <Details event={event} onNarrow={onNarrow} />
          </details>
        </div>
      </Cell>
      <Cell label="Who">
        <Name>{event.actorName}</Name>
        <div className={classes.sub}>{callers[event.actorKind]}</div>
      </Cell>
      <Cell label="Subject">
        <Subject event={event} />
      </Cell>
      <Cell label="When">
        <Moment at={event.at} />
      </Cell>
    </tr>
  )
}

/** What was changed, with the way there where it has a page of its own. */
function Subject({ event: { subjectKind, subjectId } }: { event: AuditRow }) {
  const name = humanise(subjectKind)
  switch (subjectKind) {
    case 'business':
      return (
        <RouterAnchor to="/businesses/$id" params={{ id: subjectId }} size="sm">
          {name}
        </RouterAnchor>
      )
    case 'onboarding':
      return (
        <RouterAnchor to="/activity/$id" params={{ id: subjectId }} size="sm">
          {name}
        </RouterAnchor>
      )
    default:
      return name
  }
}

function Details({ event, onNarrow }: RowProps) {
  const { id, subjectId, requestId, isSigned, place } = event
  return (
    <>
      <Facts
        facts={[
          ['Subject', <Copyable key="subject" value={subjectId} label="subject id" />],
          ['Request', requestId ? <Copyable value={requestId} label="request id" /> : 'None'],
          ['Event', <Copyable key="event" value={id} label="event id" />],
          ['Seal', seal(isSigned, place)],
        ]}
      />
      {onNarrow && (
        <p className={classes.narrow}>
          <UnstyledButton className={classes.link} onClick={() => onNarrow({ subject: subjectId })}>
            All changes of this subject
          </UnstyledButton>
          {requestId && (
            <UnstyledButton className={classes.link} onClick={() => onNarrow({ request: requestId })}>
              All changes of this request
            </UnstyledButton>
          )}
        </p>
      )}
    </>
  )
}

/** What vouches for an event. Whether the seals hold, only the whole chain can tell. */
function seal(isSigned: boolean, place: number | null) {
  const signature = isSigned ? 'Signed by the program' : 'Not signed'
  return `${signature}, ${place === null ? 'gets its place in the chain within a minute' : `place ${place} in the chain`}`
}

const callers: Record<AuditRow['actorKind'], string> = {
  USER: 'Staff',
  API_KEY: 'API key',
  ONBOARDING_TOKEN: 'Client',
  SYSTEM: 'The program',
}
