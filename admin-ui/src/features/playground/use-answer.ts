import { useGraphiQL, useGraphiQLActions } from '@graphiql/react'
import { useEffect, useLayoutEffect } from 'react'
import { useRun, type Runs } from './runs'

/** Puts the answer of the tab that is looked at into the editor for answers, whenever it has come. */
export function useAnswer(runs: Runs) {
  const { activeTabIndex: tab, responseEditor } = useGraphiQL(({ activeTabIndex, responseEditor }) => ({
    activeTabIndex,
    responseEditor,
  }))
  const { updateActiveTabValues } = useGraphiQLActions()
  const answer = useRun(runs, tab)?.answer

  useLayoutEffect(() => runs.look(tab), [runs, tab])

  useEffect(() => {
    if (answer !== undefined && responseEditor) {
      const response = JSON.stringify(answer, null, 2)
      responseEditor.setValue(response)
      updateActiveTabValues({ response })
      runs.settle(tab)
    }
  }, [answer, responseEditor, runs, tab, updateActiveTabValues])
}
