import { readFragment, type FragmentOf, type ResultOf } from 'gql.tada'
import { Cell } from '@/components/cell'
import { Copyable } from '@/components/copyable'
import { DataTable } from '@/components/data-table'
import { Panel } from '@/components/panel'
import { graphql } from '@/lib/graphql'
import classes from './settings.module.css'

export const environmentFragment = graphql(`
  fragment Environment on Settings {
    environment {
      name
      description
      value
      fallback
      isConfidential
      isSet
      file
    }
  }
`)

/** Every setting, as it is in force. */
export function Environment({ settings }: { settings: FragmentOf<typeof environmentFragment> }) {
  const { environment } = readFragment(environmentFragment, settings)
  return (
    <Panel
      title="Environment"
      hint="Read when the program starts. To change one, set the variable and restart; secrets may also come as files."
      flush
    >
      <DataTable
        caption="Environment"
        head={
          <>
            <th scope="col">Setting</th>
            <th scope="col">In force</th>
          </>
        }
      >
        {environment.map((setting) => (
          <tr key={setting.name}>
            <Cell label="Setting" heading>
              <div>
                <code className={classes.name}>{setting.name}</code>
                <div className={classes.description}>{withCode(setting.description)}</div>
              </div>
            </Cell>
            <Cell label="In force">
              <Value setting={setting} />
            </Cell>
          </tr>
        ))}
      </DataTable>
    </Panel>
  )
}

/** A text in which backticks mark what is typed as it stands. */
function withCode(text: string) {
  return text.split('`').map((part, i) => (i % 2 ? <code key={i}>{part}</code> : part))
}

type Setting = ResultOf<typeof environmentFragment>['environment'][number]

function Value({ setting: { name, value, fallback, isConfidential, isSet, file } }: { setting: Setting }) {
  if (!isSet) {
    return <span className={classes.absent}>Not set</span>
  }
  if (isConfidential) {
    return file ? `Set, from ${file}` : 'Set, not shown'
  }
  return (
    <>
      <Copyable value={value ?? ''} label={name} />
      {value === fallback && <span className={classes.absent}> the default</span>}
    </>
  )
}
