import { readFragment, type FragmentOf, type ResultOf } from 'gql.tada'
import { Cell } from '@/components/cell'
import { DataTable } from '@/components/data-table'
import { Moment } from '@/components/moment'
import { Tag } from '@/components/tag'
import { graphql } from '@/lib/graphql'
import { useCanOperate } from '@/lib/viewer'
import { JobActions, jobActionsFragment } from './job-actions'
import { JobSubject, jobSubjectFragment } from './job-subject'
import { nameOfJob, stateWords } from './job-words'
import classes from './jobs.module.css'

export const jobRowFragment = graphql(
  `
    fragment JobRow on Job {
      kind
      queue
      state
      tries
      dueAt
      endedAt
      lastError
      ...JobSubject
      ...JobActions
    }
  `,
  [jobSubjectFragment, jobActionsFragment],
)

type JobRow = ResultOf<typeof jobRowFragment>

interface JobsTableProps {
  rows: { cursor: string; node: FragmentOf<typeof jobRowFragment> }[]
  busy: boolean
}

/** A page of jobs. */
export function JobsTable({ rows, busy }: JobsTableProps) {
  const canOperate = useCanOperate()
  return (
    <DataTable
      caption="Jobs"
      busy={busy}
      head={
        <>
          <th scope="col">Job</th>
          <th scope="col">About</th>
          <th scope="col">State</th>
          <th scope="col">Tries</th>
          <th scope="col">When</th>
          {canOperate && <th scope="col">Action</th>}
        </>
      }
    >
      {rows.map(({ cursor, node }) => (
        <Row key={cursor} job={readFragment(jobRowFragment, node)} canOperate={canOperate} />
      ))}
    </DataTable>
  )
}

function Row({ job, canOperate }: { job: JobRow; canOperate: boolean }) {
  const { kind, queue, state, tries, lastError } = job
  return (
    <tr>
      <Cell label="Job" heading>
        <div className={classes.job}>
          <span className={classes.name}>{nameOfJob(kind)}</span>
          <div className={classes.sub}>
            {kind} in {queue}
          </div>
        </div>
      </Cell>
      <Cell label="About">
        <JobSubject job={job} />
      </Cell>
      <Cell label="State">
        <Tag tone={stateWords[state].tone}>{stateWords[state].label}</Tag>
        {lastError && <div className={classes.error}>{lastError}</div>}
      </Cell>
      <Cell label="Tries">{tries}</Cell>
      <Cell label="When">
        <When job={job} />
      </Cell>
      {canOperate && (
        <Cell label="Action">
          <JobActions job={job} />
        </Cell>
      )}
    </tr>
  )
}

/** When it ended, or else when its turn is. */
function When({ job: { endedAt, dueAt, state, tries } }: { job: JobRow }) {
  if (endedAt) {
    return (
      <>
        Ended <Moment at={endedAt} />
      </>
    )
  }
  const isWaiting = state === 'RETRYING' || state === 'PLANNED'
  return (
    <>
      {isWaiting ? (tries > 0 ? 'Next try ' : 'First try ') : 'Due '}
      <Moment at={dueAt} />
    </>
  )
}
