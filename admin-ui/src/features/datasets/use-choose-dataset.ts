import { useMutation } from 'urql'
import { announce, announceFailure } from '@/lib/announce'
import { graphql } from '@/lib/graphql'

const chooseMutation = graphql(`
  mutation ChooseDataset($input: ChooseDatasetInput!) {
    chooseDataset(input: $input) {
      business {
        id
        chosenDataset {
          id
          name
          metaId
        }
      }
      userErrors {
        message
      }
    }
  }
`)

/** Makes a dataset the one that counts, and says what came of it. */
export function useChooseDataset(businessId: string) {
  const [{ fetching }, send] = useMutation(chooseMutation)

  async function choose(datasetId: string) {
    const { data, error } = await send({ input: { businessId, datasetId } })
    const chosen = data?.chooseDataset.business?.chosenDataset
    if (!chosen) {
      announceFailure('Not chosen', error, data?.chooseDataset.userErrors)
      return
    }
    announce('Chosen', `${chosen.name ?? chosen.metaId} counts; the other datasets of this business are not used.`)
  }

  return [fetching, choose] as const
}
