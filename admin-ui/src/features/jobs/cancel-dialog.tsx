import { Button, Group } from '@mantine/core'
import { useMutation } from 'urql'
import { ActDialog } from '@/components/act-dialog'
import { Modal } from '@/components/modal'
import { openedAnew } from '@/components/opened-anew'
import { announce } from '@/lib/announce'
import { graphql } from '@/lib/graphql'
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

/** Asks before a job is cancelled, or says why it must not be. */
export const CancelDialog = openedAnew(Dialog)

function Dialog({ job, opened, onClose }: CancelDialogProps) {
  const [{ data, error, fetching }, send] = useMutation(cancelMutation)

  async function cancel() {
    const answer = await send({ input: { jobId: job.id } })
    if (answer.data?.cancelJob.job) {
      announce('Cancelled', 'The job has ended, or ends in a moment if it was running.')
      onClose()
    }
  }

  if (job.cancelObstacle) {
    return <Obstacle obstacle={job.cancelObstacle} opened={opened} onClose={onClose} />
  }
  return (
    <ActDialog
      title={`Cancel “${nameOfJob(job.kind)}”?`}
      effects={[
        effectOfCancelling(job.kind),
        'Nothing is done at Meta. The audit keeps that it was you; “Retry now” brings the job back for a day.',
      ]}
      submit="Cancel the job"
      cancel="Keep it"
      danger
      fetching={fetching}
      error={error}
      refusal={data?.cancelJob.userErrors[0]?.message}
      refused="Not cancelled"
      done={Boolean(data?.cancelJob.job)}
      opened={opened}
      onSubmit={() => void cancel()}
      onClose={onClose}
    />
  )
}

interface ObstacleProps {
  obstacle: string
  opened: boolean
  onClose: () => void
}

function Obstacle({ obstacle, opened, onClose }: ObstacleProps) {
  return (
    <Modal title="This job must not be cancelled" held={false} opened={opened} onClose={onClose}>
      <p className={classes.sentence}>{obstacle}</p>
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={onClose} data-autofocus>
          Close
        </Button>
      </Group>
    </Modal>
  )
}
