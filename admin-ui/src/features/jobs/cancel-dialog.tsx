import { Button, Group, Modal } from '@mantine/core'
import { useMutation } from 'urql'
import { Failure } from '@/components/failure'
import { announce } from '@/lib/announce'
import { describeError } from '@/lib/errors'
import { graphql } from '@/lib/graphql'
import { useOpenings } from '@/lib/use-openings'
import { effectOfCancelling, nameOfJob } from './job-words'
import classes from './jobs.module.css'

const cancelMutation = graphql(`
  mutation CancelJob($input: CancelJobInput!) {
    cancelJob(input: $input) {
      job {
        id
        state
      }
      userErrors {
        message
      }
    }
  }
`)

interface CancelDialogProps {
  job: { id: string; kind: string; cancelObstacle: string | null }
  opened: boolean
  onClose: () => void
}

/** Asks before a job is cancelled, or says why it must not be. Each opening begins anew. */
export function CancelDialog(props: CancelDialogProps) {
  const [times, onClosed] = useOpenings()
  return <Dialog key={times} {...props} onClosed={onClosed} />
}

function Dialog({ job, opened, onClose, onClosed }: CancelDialogProps & { onClosed: () => void }) {
  const [{ data, error, fetching }, send] = useMutation(cancelMutation)
  const refusal = data?.cancelJob.userErrors[0]?.message

  async function cancel() {
    const answer = await send({ input: { jobId: job.id } })
    if (answer.data?.cancelJob.job) {
      announce('Cancelled', 'The job has ended, or ends in a moment if it was running.')
      onClose()
    }
  }

  return (
    <Modal
      opened={opened}
      onClose={onClose}
      onExitTransitionEnd={onClosed}
      title={job.cancelObstacle ? 'This job must not be cancelled' : `Cancel “${nameOfJob(job.kind)}”?`}
      closeOnClickOutside={!fetching}
      closeOnEscape={!fetching}
      withCloseButton={!fetching}
    >
      <div className={classes.dialog}>
        <p className={classes.sentence}>{job.cancelObstacle ?? effectOfCancelling(job.kind)}</p>
        {!job.cancelObstacle && (
          <p className={classes.sentence}>
            Nothing is done at Meta. The audit keeps that it was you; “Retry now” brings the job back for a day.
          </p>
        )}
        {refusal && <Failure title="Not cancelled" message={refusal} />}
        {error && <Failure {...describeError(error)} />}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose} disabled={fetching} data-autofocus>
            {job.cancelObstacle ? 'Close' : 'Keep it'}
          </Button>
          {!job.cancelObstacle && (
            <Button color="red.8" loading={fetching} onClick={cancel}>
              Cancel the job
            </Button>
          )}
        </Group>
      </div>
    </Modal>
  )
}
