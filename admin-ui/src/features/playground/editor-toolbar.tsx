import { useGraphiQL, useGraphiQLActions } from '@graphiql/react'
import { Button, NativeSelect } from '@mantine/core'
import { Icon } from '@/components/icon'
import classes from './desk.module.css'
import type { ReadyOperation } from './operations'
import { useRun, type Runs } from './runs'
import { isLive, useStream, type Streams } from './streams'
import { useActive } from './use-active'

interface EditorToolbarProps {
  operation: ReadyOperation | undefined
  runs: Runs
  streams: Streams
}

/** What can be done with the operation in the editor. */
export function EditorToolbar({ operation, runs, streams }: EditorToolbarProps) {
  const { run, prettifyEditors, copyQuery, setOperationName } = useGraphiQLActions()
  const { queryEditor, variableEditor } = useGraphiQL(({ queryEditor, variableEditor }) => ({ queryEditor, variableEditor }))
  const { index, name, names, query, variables } = useActive()
  const isWatching = isLive(useStream(streams, name))
  const isRunning = useRun(runs, index)?.state === 'running' || isWatching
  const isEdited = operation && (query !== operation.document || variables !== operation.variables)

  function end() {
    streams.close(name)
    runs.stop()
  }

  function reset() {
    queryEditor?.setValue(operation?.document ?? '')
    variableEditor?.setValue(operation?.variables ?? '')
  }

  return (
    <div className={classes.tools} role="toolbar" aria-label="Operation">
      <Button
        size="sm"
        variant={isRunning ? 'default' : 'filled'}
        leftSection={<Icon name={isRunning ? 'stop' : 'play'} size={16} />}
        onClick={isRunning ? end : run}
      >
        {isRunning ? 'Stop' : 'Run'}
      </Button>
      {names.length > 1 && (
        <NativeSelect
          size="sm"
          aria-label="Which operation of the document"
          data={names}
          value={name}
          onChange={(event) => setOperationName(event.currentTarget.value)}
        />
      )}
      <span className={classes.more}>
        {isEdited && (
          <Button size="xs" variant="subtle" onClick={reset}>
            Reset
          </Button>
        )}
        <Button size="xs" variant="default" onClick={() => void prettifyEditors()}>
          Format
        </Button>
        <Button size="xs" variant="default" onClick={() => void copyQuery()}>
          Copy
        </Button>
      </span>
    </div>
  )
}
