import '@graphiql/react/style.css'
import '@graphiql/plugin-doc-explorer/style.css'
import './graphiql.css'
import './trusted-types'
import './monaco-workers'
import { DOC_EXPLORER_PLUGIN, DocExplorerStore } from '@graphiql/plugin-doc-explorer'
import { GraphiQLProvider } from '@graphiql/react'
import { useEffect, useState } from 'react'
import { useViewer } from '@/lib/viewer'
import { BackendPanel } from './backend-panel'
import { Desk } from './desk'
import { themeNames } from './editor-themes'
import { createFetcher } from './fetcher'
import { makeOperations, type ExampleIds } from './operations'
import type { ReadOnly } from './read-only'
import { createRuns } from './runs'
import { createStreams } from './streams'
import { createWorkStorage, recallTab } from './work-storage'

export interface WorkbenchProps {
  examples: ExampleIds
  /** The sandbox's origin; undefined where Meta is the real one. */
  sandbox: string | undefined
  readOnly: ReadOnly
  /** Has the person confirm that it is them; resolves to whether they have. */
  onStepUp: () => Promise<boolean>
  onUnauthenticated: () => void
}

/** GraphiQL: its state, its editors and what stands around them. Each ready operation has a tab of it. */
export function Workbench({ examples, sandbox, readOnly, onStepUp, onUnauthenticated }: WorkbenchProps) {
  const { email } = useViewer()
  const [bench] = useState(() => {
    const operations = makeOperations(examples)
    const tabs = operations.map(({ document, variables }) => ({ query: document, variables }))
    const storage = createWorkStorage(email)
    const runs = createRuns()
    const streams = createStreams(onUnauthenticated)
    const fetcher = createFetcher({
      isReadOnly: readOnly.isOn,
      onStepUp,
      onUnauthenticated,
      runs,
      streams,
    })
    return { fetcher, operations, runs, storage, streams, tabs, first: recallTab(storage, tabs.length) ?? tabs[0] }
  })
  useEffect(() => bench.streams.closeAll, [bench])
  return (
    <GraphiQLProvider
      defaultTabs={bench.tabs}
      editorTheme={themeNames}
      fetcher={bench.fetcher}
      initialQuery={bench.first?.query}
      initialVariables={bench.first?.variables}
      plugins={plugins}
      referencePlugin={DOC_EXPLORER_PLUGIN}
      schemaDescription
      storage={bench.storage}
    >
      <DocExplorerStore>
        <Desk
          operations={bench.operations}
          readOnly={readOnly}
          runs={bench.runs}
          sandbox={sandbox}
          streams={bench.streams}
        />
        <BackendPanel operations={bench.operations} />
      </DocExplorerStore>
    </GraphiQLProvider>
  )
}

const plugins = [DOC_EXPLORER_PLUGIN]
