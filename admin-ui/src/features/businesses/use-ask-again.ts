import { readFragment } from 'gql.tada'
import { useMutation } from 'urql'
import { announce, announceFailure } from '@/lib/announce'
import { outcomeWords } from './outcome-words'
import { receiptFragment } from './receipt'
import { revokeMutation } from './revoke-mutation'

/** Has Meta asked at once to end a connection whose end is pending, and says what came of it. */
export function useAskAgain(businessId: string) {
  const [{ fetching }, send] = useMutation(revokeMutation)

  async function ask() {
    const { data, error } = await send({ input: { businessId } })
    const payload = data?.revokeConnection
    if (error || !payload?.receipt || payload.userErrors.length > 0) {
      announceFailure('Meta was not asked', error, payload?.userErrors)
      return
    }
    const { label, sentence } = outcomeWords[readFragment(receiptFragment, payload.receipt).outcome]
    announce(label, sentence)
  }

  return [fetching, ask] as const
}
