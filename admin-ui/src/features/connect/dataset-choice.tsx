import { Button, Skeleton } from '@mantine/core'
import { useState, type SubmitEvent } from 'react'
import { useMutation, useQuery } from 'urql'
import { Name } from '@/components/name'
import { graphql } from '@/lib/graphql'
import { useWords } from './audience'
import type { ConnectedBusiness } from './complete-onboarding'
import classes from './dataset-choice.module.css'
import { choosableFragment, DatasetOptions } from './dataset-options'
import { fill } from './fill'

/** As many of either kind as somebody looks through; who has more asks the partner. */
const choosableQuery = graphql(
  `
    query DatasetsToChooseFrom {
      onboarding {
        business {
          id
          chosenDataset {
            metaId
            name
          }
          ownedDatasets(first: 50) {
            ...Choosable
          }
          sharedDatasets(first: 50) {
            ...Choosable
          }
        }
      }
    }
  `,
  [choosableFragment],
)

const chooseMutation = graphql(`
  mutation ChooseOwnDataset($input: ChooseDatasetInput!) {
    chooseDataset(input: $input) {
      business {
        id
        chosenDataset {
          metaId
          name
        }
      }
      userErrors {
        code
      }
    }
  }
`)

/** One dataset is to count, and the client has shared several: which one it is. */
export function DatasetChoice({ business }: { business: ConnectedBusiness }) {
  const { choice } = useWords()
  const [{ data, error: unread }, read] = useQuery({ query: choosableQuery })
  const [{ data: answer, error: unsent, fetching }, send] = useMutation(chooseMutation)
  const [picked, setPicked] = useState('')
  const found = data?.onboarding?.business
  const chosen = answer?.chooseDataset.business?.chosenDataset ?? found?.chosenDataset
  const readAnew = () => read({ requestPolicy: 'network-only' })

  async function choose(event: SubmitEvent) {
    event.preventDefault()
    const { data } = await send({ input: { businessId: business.id, datasetId: picked } })
    if (!data?.chooseDataset.business) {
      readAnew() // it may have been chosen in another tab, and a client chooses once
    }
  }

  if (chosen) {
    return <p className={classes.chosen}>{fill(choice.chosen, { name: <Name>{chosen.name ?? chosen.metaId}</Name> })}</p>
  }
  if (!found) {
    return unread ? <Unread onRetry={readAnew} /> : <Skeleton height={120} />
  }
  return (
    <form className={classes.choice} onSubmit={choose}>
      <DatasetOptions lists={[found.ownedDatasets, found.sharedDatasets]} picked={picked} onPick={setPicked} />
      {(unsent || answer) && <p role="alert">{choice.failed}</p>}
      <Button type="submit" size="md" disabled={!picked} loading={fetching}>
        {choice.choose}
      </Button>
    </form>
  )
}

function Unread({ onRetry }: { onRetry: () => void }) {
  const { tryAgain, unloaded } = useWords()
  return (
    <div className={classes.choice}>
      <p role="alert">{unloaded}</p>
      <Button variant="default" onClick={onRetry}>
        {tryAgain}
      </Button>
    </div>
  )
}
