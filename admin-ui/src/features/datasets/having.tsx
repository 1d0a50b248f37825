import { readFragment, type FragmentOf } from 'gql.tada'
import { Name } from '@/components/name'
import { RouterAnchor } from '@/components/router-anchor'
import { plural } from '@/lib/format'
import { graphql } from '@/lib/graphql'
import classes from './datasets.module.css'

export const havingFragment = graphql(`
  fragment Having on Dataset {
    businesses(first: 2) {
      totalCount
      edges {
        cursor
        node {
          id
          name
          metaId
        }
      }
    }
  }
`)

/** Which businesses own a dataset or have been given it; of many the first. */
export function Having({ dataset }: { dataset: FragmentOf<typeof havingFragment> }) {
  const { edges, totalCount } = readFragment(havingFragment, dataset).businesses
  const more = totalCount - edges.length
  return (
    <div className={classes.having}>
      {edges.map(({ cursor, node }) => (
        <RouterAnchor key={cursor} to="/businesses/$id" params={{ id: node.id }}>
          <Name>{node.name ?? node.metaId}</Name>
        </RouterAnchor>
      ))}
      {more > 0 && <span>and {plural(more, 'other')}</span>}
    </div>
  )
}
