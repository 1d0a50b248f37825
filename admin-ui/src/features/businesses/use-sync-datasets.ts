import { useMutation } from 'urql'
import { announce, announceFailure } from '@/lib/announce'
import { plural } from '@/lib/format'
import { graphql } from '@/lib/graphql'

const syncMutation = graphql(`
  mutation SyncDatasets($input: SyncDatasetsInput!) {
    syncDatasets(input: $input) {
      business {
        id
        ownedDatasets(first: 1) {
          totalCount
        }
        sharedDatasets(first: 1) {
          totalCount
        }
      }
      userErrors {
        code
        message
      }
    }
  }
`)

/** Reads the datasets from Meta again, and says what came of it. */
export function useSyncDatasets(businessId: string) {
  const [{ fetching }, send] = useMutation(syncMutation)

  async function sync() {
    // An answer without the business would otherwise leave the page as it was.
    const { data, error } = await send({ input: { businessId } }, { additionalTypenames: ['Business'] })
    const payload = data?.syncDatasets
    const [refusal] = payload?.userErrors ?? []
    if (refusal?.code === 'BUSY') {
      announce('Still reading the datasets', refusal.message)
      return
    }
    if (error || !payload || refusal) {
      announceFailure('Datasets not synced', error, payload?.userErrors)
      return
    }
    const owned = payload.business?.ownedDatasets.totalCount ?? 0
    const shared = payload.business?.sharedDatasets.totalCount ?? 0
    announce('Datasets read from Meta', `${plural(owned, 'owned dataset')}, ${plural(shared, 'shared dataset')}.`)
  }

  return [fetching, sync] as const
}
