import { readFragment, type FragmentOf } from 'gql.tada'
import { Cell } from '@/components/cell'
import { Copyable } from '@/components/copyable'
import { DataTable } from '@/components/data-table'
import { Panel } from '@/components/panel'
import { graphql } from '@/lib/graphql'
import { ChangedBy } from './changed-by'

export const loginConfigurationsFragment = graphql(`
  fragment LoginConfigurations on Settings {
    loginConfigurations {
      id
      appId
      configId
      graphVersion
      permissions
    }
  }
`)

/** What clients come through, and what a grant should contain. */
export function LoginConfigurations({ settings }: { settings: FragmentOf<typeof loginConfigurationsFragment> }) {
  const { loginConfigurations } = readFragment(loginConfigurationsFragment, settings)
  return (
    <Panel
      title="Login configurations"
      hint={<ChangedBy settings={['META_CONFIG_ID', 'META_APP_ID', 'META_GRAPH_VERSION', 'META_PERMISSIONS']} />}
      flush
    >
      <DataTable
        caption="Login configurations"
        head={
          <>
            <th scope="col">Configuration</th>
            <th scope="col">App</th>
            <th scope="col">Graph API</th>
            <th scope="col">Permissions</th>
          </>
        }
      >
        {loginConfigurations.map(({ id, appId, configId, graphVersion, permissions }) => (
          <tr key={id}>
            <Cell label="Configuration" heading>
              <Copyable value={configId} label="configuration id" />
            </Cell>
            <Cell label="App">
              <Copyable value={appId} label="app id" />
            </Cell>
            <Cell label="Graph API">{graphVersion}</Cell>
            <Cell label="Permissions">{permissions.join(', ')}</Cell>
          </tr>
        ))}
      </DataTable>
    </Panel>
  )
}
