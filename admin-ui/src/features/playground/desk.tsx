import { DOC_EXPLORER_PLUGIN, DocExplorer } from '@graphiql/plugin-doc-explorer'
import { useGraphiQL, useGraphiQLActions } from '@graphiql/react'
import { Tabs } from '@mantine/core'
import classes from './desk.module.css'
import { EditorPane } from './editor-pane'
import { OperationList } from './operation-list'
import type { ReadyOperation } from './operations'
import type { ReadOnly } from './read-only'
import { ResultPane } from './result-pane'
import type { Runs } from './runs'
import type { Streams } from './streams'
import { useAnswer } from './use-answer'
import { useEditors } from './use-editors'

interface DeskProps {
  operations: ReadyOperation[]
  readOnly: ReadOnly
  runs: Runs
  sandbox: string | undefined
  streams: Streams
}

/** What there is to choose from, the editors, and what comes back. */
export function Desk({ operations, readOnly, runs, sandbox, streams }: DeskProps) {
  useEditors()
  useAnswer(runs)
  const { setVisiblePlugin } = useGraphiQLActions()
  const isReading = useGraphiQL(({ visiblePlugin }) => visiblePlugin === DOC_EXPLORER_PLUGIN)
  return (
    <div className={`graphiql-container ${classes.desk}`} data-reading={isReading}>
      <Tabs
        className={classes.side}
        value={isReading ? 'schema' : 'operations'}
        onChange={(value) => setVisiblePlugin(value === 'schema' ? DOC_EXPLORER_PLUGIN : null)}
        keepMounted={false}
      >
        <Tabs.List>
          <Tabs.Tab value="operations">Operations</Tabs.Tab>
          <Tabs.Tab value="schema">Schema</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel className={classes.choices} value="operations">
          <OperationList operations={operations} runs={runs} streams={streams} />
        </Tabs.Panel>
        <Tabs.Panel className={classes.choices} value="schema">
          <DocExplorer />
        </Tabs.Panel>
      </Tabs>
      <EditorPane operations={operations} runs={runs} sandbox={sandbox} streams={streams} />
      <ResultPane readOnly={readOnly} runs={runs} streams={streams} />
    </div>
  )
}
