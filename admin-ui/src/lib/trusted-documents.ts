import { getOperationName, type Exchange, type Operation } from '@urql/core'
import { filter, makeSubject, map, merge, pipe } from 'wonka'
import { hasCode } from './errors'

/**
 * Sends the id of a document in place of its text, if the document's operation has one in `ids`. A program of another
 * build may not know the id; it has done nothing then, and gets the text.
 */
export function trustedDocumentsExchange(ids: Record<string, string>): Exchange {
  return ({ forward }) =>
    (operations) => {
      const again = makeSubject<Operation>()
      return pipe(
        merge([pipe(operations, map((operation) => byId(operation, ids))), again.source]),
        forward,
        filter(({ operation, error }) => {
          const isUnknown = isById(operation) && error && hasCode(error, 'PERSISTED_DOCUMENT_NOT_FOUND')
          if (isUnknown) {
            again.next(byText(operation))
          }
          return !isUnknown
        }),
        map((result) => ({ ...result, operation: byText(result.operation) })),
      )
    }
}

/** urql sends the id of a document that has no definitions; the context keeps the one that has. */
function byId(operation: Operation, ids: Record<string, string>): Operation {
  const documentId = ids[getOperationName(operation.query) ?? '']
  if (!documentId) {
    return operation
  }
  const query = { ...operation.query, definitions: [], documentId }
  return { ...operation, query, context: { ...operation.context, document: operation.query } }
}

function isById({ query }: Operation) {
  return 'documentId' in query
}

function byText(operation: Operation): Operation {
  return isById(operation) ? { ...operation, query: operation.context.document } : operation
}
