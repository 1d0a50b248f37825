import { useMutation } from 'urql'
import { announce, announceFailure } from '@/lib/announce'
import { graphql } from '@/lib/graphql'

const retryMutation = graphql(`
  mutation RetryJob($input: RetryJobInput!) {
    retryJob(input: $input) {
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

/** Gives a job its turn at once, and says so. */
export function useRetryJob(jobId: string) {
  const [{ fetching }, send] = useMutation(retryMutation)

  async function retry() {
    const { data, error } = await send({ input: { jobId } })
    const payload = data?.retryJob
    if (error || !payload?.job) {
      announceFailure('Not retried', error, payload?.userErrors)
      return
    }
    announce('On its way', 'The job has its turn now. Its state shows what came of it.')
  }

  return [fetching, retry] as const
}
