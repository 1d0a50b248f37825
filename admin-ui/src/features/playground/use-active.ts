import { useGraphiQL, useGraphiQLActions } from '@graphiql/react'
import type { OperationTypeNode } from 'graphql'

/** What the editor holds and would run. */
export interface Active {
  /** Which tab it is. */
  index: number
  /** The name of the selected operation; empty when it has none. */
  name: string
  type: `${OperationTypeNode}`
  query: string
  variables: string
  response: string
  /** The names of all operations in the document. */
  names: string[]
}

export function useActive(): Active {
  const { activeTabIndex, tabs, operations, operationName } = useGraphiQL(
    ({ activeTabIndex, tabs, operations, operationName }) => ({ activeTabIndex, tabs, operations, operationName }),
  )
  const selected = operations?.find((one) => one.name?.value === operationName) ?? operations?.[0]
  const tab = tabs[activeTabIndex]
  return {
    index: activeTabIndex,
    name: selected?.name?.value ?? '',
    type: selected?.operation ?? 'query',
    query: tab?.query ?? '',
    variables: tab?.variables ?? '',
    response: tab?.response ?? '',
    names: operations?.flatMap(({ name }) => name?.value ?? []) ?? [],
  }
}

/** Shows the `index`th tab, and keeps what was typed into the one before. */
export function useSelectTab() {
  const { changeTab, updateActiveTabValues } = useGraphiQLActions()
  const editors = useGraphiQL(({ queryEditor, variableEditor }) => ({ queryEditor, variableEditor }))
  return (index: number) => {
    if (editors.queryEditor && editors.variableEditor) {
      // GraphiQL itself notices what was typed with a delay.
      updateActiveTabValues({ query: editors.queryEditor.getValue(), variables: editors.variableEditor.getValue() })
    }
    changeTab(index)
  }
}
