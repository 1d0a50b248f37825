import { Name } from '@/components/name'
import { plural } from '@/lib/format'
import type { FirstDatasets } from './complete-onboarding'
import classes from './connect.module.css'

/** The first few datasets of a kind; nothing when there are none. */
export function DatasetNames({ title, datasets }: { title: string; datasets: FirstDatasets }) {
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
        {more > 0 && <li className={classes.quiet}>and {plural(more, 'more', 'more')}</li>}
      </ul>
    </section>
  )
}
