import { readFragment, type FragmentOf, type ResultOf } from 'gql.tada'
import { Moment } from '@/components/moment'
import { Name } from '@/components/name'
import { Panel } from '@/components/panel'
import { Tag } from '@/components/tag'
import { plural } from '@/lib/format'
import { graphql } from '@/lib/graphql'
import classes from './reconnection.module.css'

export const reconnectionFragment = graphql(`
  fragment Reconnection on Business {
    reconnection {
      at
      beforeAt
      permissionsGained
      permissionsLost
      datasetsGained
      datasetsLost
      datasetChanges(first: 20) {
        edges {
          cursor
          node {
            kind
            datasetMetaId
            datasetName
          }
        }
      }
    }
  }
`)

type Change = NonNullable<ResultOf<typeof reconnectionFragment>['reconnection']>

/** What the latest grant changed, compared with the one before; nothing where there has been one grant only. */
export function Reconnection({ business }: { business: FragmentOf<typeof reconnectionFragment> }) {
  const { reconnection } = readFragment(reconnectionFragment, business)
  if (!reconnection) {
    return null
  }
  return (
    <Panel
      title="Since the last grant"
      hint={
        <>
          The client connected again <Moment at={reconnection.at} />. Compared with what the grant from{' '}
          <Moment at={reconnection.beforeAt} /> held:
        </>
      }
    >
      <Changes change={reconnection} />
    </Panel>
  )
}

function Changes({ change }: { change: Change }) {
  const { permissionsGained, permissionsLost, datasetsGained, datasetsLost } = change
  const datasets = change.datasetChanges.edges.map(({ node }) => node)
  const named = (kind: 'ADDED' | 'REMOVED') =>
    datasets.filter((one) => one.kind === kind).map((one) => one.datasetName ?? one.datasetMetaId)
  const same = !datasetsGained && !datasetsLost && permissionsGained.length + permissionsLost.length === 0
  return (
    <>
      {datasetsGained === null && <p className={classes.sentence}>The datasets have not been read to their end yet.</p>}
      {same && datasetsGained !== null && (
        <p className={classes.sentence}>Nothing changed: the same datasets, the same permissions.</p>
      )}
      <ul className={classes.changes}>
        <Line gained count={datasetsGained ?? 0} one="dataset" names={named('ADDED')} />
        <Line count={datasetsLost ?? 0} one="dataset" names={named('REMOVED')} />
        <Line gained count={permissionsGained.length} one="permission" names={permissionsGained} />
        <Line count={permissionsLost.length} one="permission" names={permissionsLost} />
      </ul>
    </>
  )
}

interface LineProps {
  gained?: boolean
  count: number
  one: string
  /** The first of them, as far as they are known. */
  names: string[]
}

function Line({ gained = false, count, one, names }: LineProps) {
  if (count === 0) {
    return null
  }
  const more = count - names.length
  return (
    <li>
      <Tag tone={gained ? 'ok' : 'warn'}>
        {gained ? '+' : '−'}
        {plural(count, one)}
      </Tag>
      <span className={classes.names}>
        {names.map((name, place) => (
          <span key={name}>
            {place > 0 && ', '}
            <Name>{name}</Name>
          </span>
        ))}
        {names.length > 0 && more > 0 && ` and ${plural(more, 'other')}`}
      </span>
    </li>
  )
}
