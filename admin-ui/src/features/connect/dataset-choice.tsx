import { Button, Skeleton } from '@mantine/core'
import { useState, type SubmitEvent } from 'react'
import { useMutation, useQuery } from 'urql'
import { Name } from '@/components/name'
import { graphql } from '@/lib/graphql'
import { useWords } from './audience'
import type { ConnectedBusiness } from './complete-onboarding'
import classes from './dataset-choice.module.css'
import { fill, useCount } from './fill'

const choosableFragment = graphql(`
  fragment Choosable on DatasetConnection @_unmask {
    totalCount
    edges {
      node {
        id
        metaId
        name
      }
    }
  }
`)

/** As many of either kind as somebody looks through; who has more asks the partner. */
const choosableQuery = graphql(
  `
    query DatasetsToChooseFrom {
      onboarding {
        business {
          id
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
          id
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
  const [{ data }] = useQuery({ query: choosableQuery })
  const [{ data: answer, error, fetching }, send] = useMutation(chooseMutation)
  const [picked, setPicked] = useState('')
  const chosen = answer?.chooseDataset.business?.chosenDataset
  const found = data?.onboarding?.business

  async function choose(event: SubmitEvent) {
    event.preventDefault()
    await send({ input: { businessId: business.id, datasetId: picked } })
  }

  if (chosen) {
    return <p className={classes.chosen}>{fill(choice.chosen, { name: <Name>{chosen.name ?? chosen.metaId}</Name> })}</p>
  }
  if (!found) {
    return <Skeleton height={120} />
  }
  const lists = [found.ownedDatasets, found.sharedDatasets]
  return (
    <form className={classes.choice} onSubmit={choose}>
      <fieldset>
        <legend>{choice.title}</legend>
        <p>{choice.text}</p>
        <div className={classes.datasets}>
          {lists.flatMap(({ edges }) =>
            edges.map(({ node: { id, metaId, name } }) => (
              <label key={id}>
                <input type="radio" name="dataset" value={id} checked={picked === id} onChange={() => setPicked(id)} />
                <span>
                  <Name>{name ?? metaId}</Name>
                  {name && <small>{metaId}</small>}
                </span>
              </label>
            )),
          )}
        </div>
        <Rest lists={lists} />
      </fieldset>
      {(error || answer) && <p role="alert">{choice.failed}</p>}
      <Button type="submit" size="md" disabled={!picked} loading={fetching}>
        {choice.choose}
      </Button>
    </form>
  )
}

/** Says that there are more datasets than can be chosen from here. */
function Rest({ lists }: { lists: { totalCount: number; edges: readonly unknown[] }[] }) {
  const { choice } = useWords()
  const count = useCount()
  const shown = lists.reduce((sum, { edges }) => sum + edges.length, 0)
  const all = lists.reduce((sum, { totalCount }) => sum + totalCount, 0)
  return all > shown ? <p>{count(shown, { one: choice.first, other: choice.first })}</p> : null
}
