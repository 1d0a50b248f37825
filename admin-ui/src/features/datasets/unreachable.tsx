import { readFragment, type FragmentOf } from 'gql.tada'
import { Name } from '@/components/name'
import { Notice } from '@/components/notice'
import { plural } from '@/lib/format'
import { graphql } from '@/lib/graphql'
import classes from './datasets.module.css'

export const unreachableFragment = graphql(`
  fragment Unreachable on Business {
    status
    unreachableDatasets(first: 3) {
      totalCount
      edges {
        cursor
        node {
          metaId
          name
        }
      }
    }
  }
`)

/** Which listed datasets a token in use was found not to reach; nothing when it reaches all that were tried. */
export function Unreachable({ business }: { business: FragmentOf<typeof unreachableFragment> }) {
  const { status, unreachableDatasets } = readFragment(unreachableFragment, business)
  const { edges, totalCount } = unreachableDatasets
  if (totalCount === 0 || (status !== 'CONNECTED' && status !== 'DEGRADED')) {
    return null
  }
  const more = totalCount - edges.length
  return (
    <div className={classes.notice}>
      <Notice>
        Meta lists {plural(totalCount, 'dataset')} that the token does not reach:{' '}
        {edges.map(({ cursor, node }, place) => (
          <span key={cursor}>
            {place > 0 && ', '}
            <Name>{node.name ?? node.metaId}</Name>
          </span>
        ))}
        {more > 0 && ` and ${plural(more, 'other')}`}. Have the client connect again and tick{' '}
        {totalCount === 1 ? 'it' : 'them'}.
      </Notice>
    </div>
  )
}
