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
        message
      }
    }
  }
`)

/** Reads the datasets from Meta again, and says what came of it. */
export function useSyncDatasets(businessId: string) {
  const [{ fetching }, send] = useMutation(syncMutation)

  async function sync() {
    const { data, error } = await send({ input: { businessId } })
    const payload = data?.syncDatasets
    if (error || !payload || payload.userErrors.length > 0) {
      announceFailure('Datasets not synced', error, payload?.userErrors)
      return
    }
    const owned = payload.business?.ownedDatasets.totalCount ?? 0
    const shared = payload.business?.sharedDatasets.totalCount ?? 0
    announce('Datasets read from Meta', `${plural(owned, 'owned dataset')}, ${plural(shared, 'shared dataset')}.`)
  }

  return [fetching, sync] as const
}
