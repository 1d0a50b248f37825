import { useMutation } from 'urql'
import { graphql } from '@/lib/graphql'
import { announce, announceFailure } from '@/lib/announce'

const checkMutation = graphql(`
  mutation CheckConnection($input: CheckConnectionInput!) {
    checkConnection(input: $input) {
      business {
        id
        status
        problem {
          code
          message
        }
      }
      userErrors {
        message
      }
    }
  }
`)

/** Asks Meta whether the token still works, and says what came of it. */
export function useCheckConnection(businessId: string) {
  const [{ fetching }, send] = useMutation(checkMutation)

  async function check() {
    const { data, error } = await send({ input: { businessId } })
    const payload = data?.checkConnection
    if (error || !payload || payload.userErrors.length > 0) {
      announceFailure('Not checked', error, payload?.userErrors)
      return
    }
    const problem = payload.business?.problem
    announce('Checked', problem ? problem.message : 'Meta confirms that the connection works.')
  }

  return [fetching, check] as const
}
