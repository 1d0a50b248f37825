import { isMacOs, QueryEditor, VariableEditor } from '@graphiql/react'
import { CodeHint } from './code-hint'
import classes from './desk.module.css'
import { EditorToolbar } from './editor-toolbar'
import { EffectTag } from './effect-tag'
import type { ReadyOperation } from './operations'
import type { Runs } from './runs'
import type { Streams } from './streams'
import { useActive } from './use-active'

interface EditorPaneProps {
  operations: ReadyOperation[]
  runs: Runs
  sandbox: string | undefined
  streams: Streams
}

/** The operation and its variables. */
export function EditorPane({ operations, runs, sandbox, streams }: EditorPaneProps) {
  const { index, type } = useActive()
  const operation = operations[index]
  return (
    <section className={classes.pane} aria-label={operation?.title}>
      <div className={classes.about}>
        <div className={classes.name}>
          <h2>{operation?.title}</h2>
          <EffectTag type={type} />
        </div>
        <p>{operation?.summary}</p>
        {operation?.id === 'complete-onboarding' && <CodeHint sandbox={sandbox} />}
      </div>
      <EditorToolbar operation={operation} runs={runs} streams={streams} />
      <div className={classes.editor}>
        <QueryEditor role="group" aria-label="Document" aria-describedby="editor-keys" />
      </div>
      <h3 className={classes.label}>Variables</h3>
      <div className={classes.variables}>
        <VariableEditor role="group" aria-label="Variables" aria-describedby="editor-keys" />
      </div>
      <p className={classes.keys} id="editor-keys">
        <kbd>Enter</kbd> to type, <kbd>Esc</kbd> to leave, <kbd>Ctrl+Space</kbd> for suggestions,{' '}
        <kbd>{isMacOs ? '⌘' : 'Ctrl'}+Enter</kbd> to run
      </p>
    </section>
  )
}
