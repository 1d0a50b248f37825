import { Button } from '@mantine/core'
import { Cell } from '@/components/cell'
import { DataTable } from '@/components/data-table'
import { Moment } from '@/components/moment'
import { Tag } from '@/components/tag'
import type { OwnSession } from './account'
import classes from './account-page.module.css'

interface OwnSessionsTableProps {
  sessions: OwnSession[]
  busy: boolean
  onEnd: (session: OwnSession) => void
}

/** The sessions of whoever is signed in, the one in this browser marked. */
export function OwnSessionsTable({ sessions, busy, onEnd }: OwnSessionsTableProps) {
  return (
    <DataTable
      caption="Your sessions"
      busy={busy}
      head={
        <>
          <th scope="col">Browser</th>
          <th scope="col">Last used</th>
          <th scope="col">Signed in</th>
          <th scope="col">Action</th>
        </>
      }
    >
      {sessions.map((session) => (
        <tr key={session.id}>
          <Cell label="Browser" heading>
            {nameOf(session)}
            {session.network && <div className={classes.sub}>From {session.network}</div>}
          </Cell>
          <Cell label="Last used">
            <Moment at={session.seenAt} />
          </Cell>
          <Cell label="Signed in">
            <Moment at={session.begunAt} />
          </Cell>
          <Cell label="Action">
            {session.isThis ? (
              <Tag tone="ok">This browser</Tag>
            ) : (
              <Button
                variant="default"
                size="xs"
                disabled={busy}
                aria-label={`End the session in ${nameOf(session)}`}
                onClick={() => onEnd(session)}
              >
                End
              </Button>
            )}
          </Cell>
        </tr>
      ))}
    </DataTable>
  )
}

function nameOf({ browser }: OwnSession) {
  return browser || 'Unknown browser'
}
