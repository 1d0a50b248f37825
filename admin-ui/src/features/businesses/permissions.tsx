import { VisuallyHidden } from '@mantine/core'
import { readFragment, type FragmentOf, type ResultOf } from 'gql.tada'
import { Cell } from '@/components/cell'
import { DataTable } from '@/components/data-table'
import { Empty } from '@/components/empty'
import { Panel } from '@/components/panel'
import { Tag, type Tone } from '@/components/tag'
import { plural } from '@/lib/format'
import { graphql } from '@/lib/graphql'
import classes from './permissions.module.css'

export const permissionsFragment = graphql(`
  fragment Permissions on Business {
    permissions {
      permission
      requested
      state
      datasetMetaIds
    }
  }
`)

/** The grant report: what was asked for, and what was received. */
export function Permissions({ business }: { business: FragmentOf<typeof permissionsFragment> }) {
  const { permissions } = readFragment(permissionsFragment, business)
  return (
    <Panel title="Permissions" hint="What the login configuration asks for, and what the client granted." flush>
      {permissions.length === 0 ? (
        <Empty icon="shield" title="Nothing known yet">
          Meta tells what was granted when the connection is checked.
        </Empty>
      ) : (
        <DataTable
          caption="Permissions"
          head={
            <>
              <th scope="col">Permission</th>
              <th scope="col">Asked for</th>
              <th scope="col">Received</th>
              <th scope="col">Limited to</th>
            </>
          }
        >
          {permissions.map(({ permission, requested, state, datasetMetaIds }) => (
            <tr key={permission}>
              <Cell label="Permission" heading>
                <code className={classes.permission}>{permission}</code>
              </Cell>
              <Cell label="Asked for">{requested ? 'Yes' : 'No'}</Cell>
              <Cell label="Received">
                <Tag tone={states[state].tone}>{states[state].label}</Tag>
              </Cell>
              <Cell label="Limited to">
                <Limit state={state} datasetMetaIds={datasetMetaIds} />
              </Cell>
            </tr>
          ))}
        </DataTable>
      )}
    </Panel>
  )
}

type Grant = ResultOf<typeof permissionsFragment>['permissions'][number]

/** The datasets that a permission reaches; what is not known to be granted reaches none. */
function Limit({ state, datasetMetaIds }: Pick<Grant, 'state' | 'datasetMetaIds'>) {
  if (state !== 'GRANTED') {
    return (
      <>
        <span aria-hidden>–</span>
        <VisuallyHidden>Does not apply</VisuallyHidden>
      </>
    )
  }
  return datasetMetaIds ? (
    <span title={datasetMetaIds.join(', ')}>{plural(datasetMetaIds.length, 'dataset')}</span>
  ) : (
    'Not limited'
  )
}

const states: Record<Grant['state'], { label: string; tone: Tone }> = {
  GRANTED: { label: 'Granted', tone: 'ok' },
  DENIED: { label: 'Not granted', tone: 'bad' },
  UNKNOWN: { label: 'Meta does not tell', tone: 'off' },
}
