import { useGraphiQL, useGraphiQLActions, useMonaco, type MonacoEditor } from '@graphiql/react'
import { useComputedColorScheme, useMantineTheme } from '@mantine/core'
import { useEffect } from 'react'
import { defineThemes } from './editor-themes'

const labels = { queryEditor: 'Document', variableEditor: 'Variables', responseEditor: 'Answer' }

/** While one of these is true, Escape is for something inside the editor. */
const busy = ['suggestWidgetVisible', 'findWidgetVisible', 'parameterHintsVisible', 'renameInputVisible', 'editorHasMultipleSelections']

/** Gives the editors the admin's look, names for those who do not see them, and a way out for those without a mouse. */
export function useEditors() {
  const scheme = useComputedColorScheme('light', { getInitialValueInEffect: false })
  const { fontFamilyMonospace } = useMantineTheme()
  const { setTheme } = useGraphiQLActions()
  const monaco = useMonaco((state) => state.monaco)
  const editors = useGraphiQL(({ queryEditor, variableEditor, responseEditor }) => ({
    queryEditor,
    variableEditor,
    responseEditor,
  }))

  useEffect(() => {
    if (monaco) {
      defineThemes(monaco)
    }
  }, [monaco])

  useEffect(() => setTheme(scheme), [monaco, scheme, setTheme]) // Monaco may come later than the first scheme

  useEffect(() => {
    for (const [name, ariaLabel] of Object.entries(labels) as [keyof typeof labels, string][]) {
      editors[name]?.updateOptions({
        ariaLabel,
        fontFamily: fontFamilyMonospace,
        fontSize: 13,
        lineDecorationsWidth: 14,
        lineHeight: 20,
        lineNumbersMinChars: 3,
        padding: { top: 10, bottom: 10 },
        renderFinalNewline: 'on',
        scrollbar: { horizontalScrollbarSize: 8, verticalScrollbarSize: 8 },
        wordWrap: 'on',
        wrappingIndent: 'indent',
        ...(name === 'variableEditor' && { folding: false, lineNumbers: 'off' }),
      })
    }
  }, [editors, fontFamilyMonospace])

  useEffect(() => {
    const actions = Object.values(editors).map((editor) => editor && addWayOut(editor))
    return () => actions.forEach((action) => action?.dispose())
  }, [editors, monaco])

  useEffect(() => {
    const observers = Object.values(editors).map((editor) => editor && mendSuggestions(editor))
    return () => observers.forEach((observer) => observer?.disconnect())
  }, [editors])
}

/** Escape gives the focus to the frame around the editor, from where Tab leads on; within, Tab indents. */
function addWayOut(editor: MonacoEditor) {
  return editor.addAction({
    id: 'leave',
    label: 'Leave the editor',
    keybindings: [escape],
    precondition: busy.map((key) => `!${key}`).join(' && '),
    run: () => editor.getContainerDomNode().focus(),
  })
}

/**
 * Monaco's list of suggestions points to its focused row by an id that the row does not keep. The text field, which has the
 * focus all the time, points to it rightly.
 */
function mendSuggestions(editor: MonacoEditor) {
  const pointer = 'aria-activedescendant'
  const observer = new MutationObserver((changes) => {
    for (const { target } of changes) {
      if (target instanceof Element && target.matches('.suggest-widget [role=listbox]')) {
        target.removeAttribute(pointer)
      }
    }
  })
  observer.observe(editor.getContainerDomNode(), { attributeFilter: [pointer], subtree: true })
  return observer
}

/** Monaco's KeyCode.Escape. */
const escape = 9
