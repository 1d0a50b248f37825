import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { readFragment, type FragmentOf } from 'gql.tada'
import { graphql } from '@/lib/graphql'
import { CancelDialog } from './cancel-dialog'
import { nameOfJob, type JobState } from './job-words'
import classes from './jobs.module.css'
import { useRetryJob } from './use-retry-job'

export const jobActionsFragment = graphql(`
  fragment JobActions on Job {
    id
    kind
    state
    cancelObstacle
  }
`)

const retryable: JobState[] = ['RETRYING', 'PLANNED', 'FAILED', 'CANCELLED']
const cancellable: JobState[] = ['WAITING', 'RUNNING', 'PLANNED', 'RETRYING']

/** What an operator can do with a job in its present state. */
export function JobActions({ job }: { job: FragmentOf<typeof jobActionsFragment> }) {
  const { id, kind, state, cancelObstacle } = readFragment(jobActionsFragment, job)
  const [retrying, retry] = useRetryJob(id)
  const [cancelling, dialog] = useDisclosure()
  const name = nameOfJob(kind)
  return (
    <div className={classes.actions}>
      {retryable.includes(state) && (
        <Button variant="default" size="xs" loading={retrying} onClick={retry} aria-label={`Retry now: ${name}`}>
          Retry now
        </Button>
      )}
      {cancellable.includes(state) && (
        <>
          <Button variant="default" size="xs" onClick={dialog.open} aria-label={`Cancel: ${name}`}>
            Cancel
          </Button>
          <CancelDialog job={{ id, kind, cancelObstacle }} opened={cancelling} onClose={dialog.close} />
        </>
      )}
    </div>
  )
}
