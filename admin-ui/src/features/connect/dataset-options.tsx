import type { ResultOf } from 'gql.tada'
import { Name } from '@/components/name'
import { graphql } from '@/lib/graphql'
import { useWords } from './audience'
import classes from './dataset-choice.module.css'
import { useCount } from './fill'

export const choosableFragment = graphql(`
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

interface DatasetOptionsProps {
  lists: ResultOf<typeof choosableFragment>[]
  picked: string
  onPick: (id: string) => void
}

/** The datasets of which one is to be picked. */
export function DatasetOptions({ lists, picked, onPick }: DatasetOptionsProps) {
  const { choice } = useWords()
  const datasets = lists.flatMap(({ edges }) => edges.map(({ node }) => node))
  return (
    <fieldset>
      <legend>{choice.title}</legend>
      <p>{choice.text}</p>
      <div className={classes.datasets}>
        {datasets.map(({ id, metaId, name }) => (
          <label key={id}>
            <input type="radio" name="dataset" value={id} checked={picked === id} onChange={() => onPick(id)} />
            <span>
              <Name>{name ?? metaId}</Name>
              {name && <small>{metaId}</small>}
            </span>
          </label>
        ))}
      </div>
      <Rest lists={lists} shown={datasets.length} />
    </fieldset>
  )
}

/** Says that there are more datasets than can be chosen from here. */
function Rest({ lists, shown }: { lists: { totalCount: number }[]; shown: number }) {
  const { choice } = useWords()
  const count = useCount()
  const all = lists.reduce((sum, { totalCount }) => sum + totalCount, 0)
  return all > shown ? <p>{count(shown, { one: choice.first, other: choice.first })}</p> : null
}
