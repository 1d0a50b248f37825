import {
  cacheExchange,
  Client,
  createRequest,
  fetchExchange,
  makeOperation,
  mapExchange,
  type OperationResult,
} from '@urql/core'
import { documentIds } from './document-ids'
import { hasCode, isUnauthenticated } from './errors'
import { traceparent } from './traceparent'
import { trustedDocumentsExchange } from './trusted-documents'

interface ClientOptions {
  /** An onboarding token; without one the staff cookie speaks for the caller. */
  bearer?: string
  /** Called when the server no longer knows the caller. */
  onUnauthenticated: () => void
  /** Called when the server wants to know that it is really the caller; resolves to whether they have confirmed it. */
  onStepUp?: () => Promise<boolean>
}

/** A client for `/graphql` of the program that served this page. */
export function createGraphQLClient({ bearer, onUnauthenticated, onStepUp }: ClientOptions) {
  const fetchOptions = (accept: string) => (): RequestInit => {
    const headers = { accept, traceparent: traceparent() }
    return {
      headers: bearer ? { ...headers, authorization: `Bearer ${bearer}` } : headers,
      credentials: bearer ? 'omit' : 'same-origin',
    }
  }
  const client: Client = new Client({
    url: new URL('/graphql', window.location.origin).href,
    preferGetMethod: false,
    fetchOptions: fetchOptions('application/graphql-response+json, application/json'),
    fetchSubscriptions: true,
    exchanges: [
      mapExchange({
        // The program answers with a stream only where nothing else is asked for.
        onOperation: (operation) =>
          operation.kind === 'subscription'
            ? makeOperation(operation.kind, operation, { ...operation.context, fetchOptions: fetchOptions(stream) })
            : operation,
        onError(error) {
          if (isUnauthenticated(error)) {
            onUnauthenticated()
          }
        },
        // At once where there is nothing to ask: what comes from the cache is to be there with the first rendering.
        onResult: (result) => (onStepUp && wantsStepUp(result) ? repeatOnceConfirmed(result, onStepUp) : result),
      }),
      cacheExchange,
      trustedDocumentsExchange(documentIds),
      fetchExchange,
    ],
  })

  /** With the operation of the first try the result of the second answers whoever asked for it. */
  async function repeatOnceConfirmed(refused: OperationResult, ask: () => Promise<boolean>) {
    const { operation } = refused
    if (!(await ask())) {
      return refused
    }
    const { additionalTypenames } = operation.context
    const again = client.executeMutation(createRequest(operation.query, operation.variables), { additionalTypenames })
    return { ...(await again.toPromise()), operation }
  }

  return client
}

const stream = 'text/event-stream'

function wantsStepUp({ error, operation }: OperationResult) {
  return operation.kind === 'mutation' && error !== undefined && hasCode(error, 'STEP_UP_REQUIRED')
}
