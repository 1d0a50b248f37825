import { Kind, parse, type OperationDefinitionNode, type OperationTypeNode } from 'graphql'

/** What a document would run. */
export interface SelectedOperation {
  /** Undefined when it has none. */
  name: string | undefined
  type: `${OperationTypeNode}`
}

/**
 * The operation of `document` that `name` selects. The only one there is needs no name. Null when nothing can be told:
 * the document is malformed, or the name selects nothing in it.
 */
export function selectOperation(document: string, name: string | null | undefined): SelectedOperation | null {
  const operations = operationsOf(document)
  const selected = operations.length === 1 ? operations[0] : operations.find((one) => one.name?.value === name)
  return selected ? { name: selected.name?.value, type: selected.operation } : null
}

function operationsOf(document: string): OperationDefinitionNode[] {
  try {
    return parse(document, { noLocation: true }).definitions.filter(
      (definition) => definition.kind === Kind.OPERATION_DEFINITION,
    )
  } catch {
    return []
  }
}
