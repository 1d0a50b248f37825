import { Name } from '@/components/name'
import { useWords } from './audience'
import type { FirstDatasets } from './complete-onboarding'
import classes from './connect.module.css'
import { useCount } from './fill'

/** The first few datasets of a kind; nothing when there are none. */
export function DatasetNames({ title, datasets }: { title: string; datasets: FirstDatasets }) {
  const { success } = useWords()
  const count = useCount()
  const more = datasets.totalCount - datasets.edges.length
  if (datasets.totalCount === 0) {
    return null
  }
  return (
    <section>
      <h3>{title}</h3>
      <ul>
        {datasets.edges.map(({ cursor, node }) => (
          <li key={cursor}>
            <Name>{node.name ?? node.metaId}</Name>
          </li>
        ))}
        {more > 0 && <li className={classes.quiet}>{count(more, success.more)}</li>}
      </ul>
    </section>
  )
}
