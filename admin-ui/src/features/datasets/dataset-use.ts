import { readFragment, type FragmentOf } from 'gql.tada'
import { createContext, use } from 'react'
import { graphql } from '@/lib/graphql'

export const datasetUseFragment = graphql(`
  fragment DatasetUse on Business {
    id
    status
    oneDataset
    chosenDataset {
      id
    }
    unreachable: unreachableDatasets(first: 100) {
      edges {
        cursor
        node {
          id
        }
      }
    }
  }
`)

/** What is to be known of a business wherever one of its datasets is shown. */
interface DatasetUse {
  businessId: string
  /** Whether the token may be used. */
  isConnected: boolean
  /** Whether one of several datasets is to count alone. */
  isChoice: boolean
  /** The dataset that was chosen to count; null where none was. */
  chosenId: string | null
  /** Ids of listed datasets that the token was found not to reach. */
  unreachable: ReadonlySet<string>
}

export const DatasetUseContext = createContext<DatasetUse | null>(null)

export function readDatasetUse(business: FragmentOf<typeof datasetUseFragment>, datasets: number): DatasetUse {
  const { id, status, oneDataset, chosenDataset, unreachable } = readFragment(datasetUseFragment, business)
  return {
    businessId: id,
    isConnected: status === 'CONNECTED' || status === 'DEGRADED',
    isChoice: oneDataset && datasets > 1,
    chosenId: chosenDataset?.id ?? null,
    unreachable: new Set(unreachable.edges.map(({ node }) => node.id)),
  }
}

/** Only inside the datasets of a business. */
export function useDatasetUse() {
  const known = use(DatasetUseContext)
  if (!known) {
    throw new Error('useDatasetUse outside of DatasetUseContext')
  }
  return known
}
