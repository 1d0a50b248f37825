import {
  cacheExchange,
  Client,
  createRequest,
  fetchExchange,
  makeOperation,
  mapExchange,
  type Operation,
  type OperationResult,
} from '@urql/core'
import documentIds from 'virtual:document-ids'
import { hasCode, isUnauthenticated } from './errors'
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
  const headers: Record<string, string> = {
    // urql's default also lists text/event-stream, which asks the server for a subscription.
    accept: 'application/graphql-response+json, application/json',
  }
  if (bearer) {
    headers.authorization = `Bearer ${bearer}`
  }
  const client: Client = new Client({
    url: new URL('/graphql', window.location.origin).href,
    preferGetMethod: false,
    fetchSubscriptions: true,
    fetchOptions: { headers, credentials: bearer ? 'omit' : 'same-origin' },
    exchanges: [
      mapExchange({
        onOperation: (operation) => (operation.kind === 'subscription' ? asStream(operation) : operation),
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

/** The server streams to those who ask for nothing else. */
function asStream(operation: Operation) {
  const { fetchOptions } = operation.context
  const { headers, ...options } = typeof fetchOptions === 'function' ? fetchOptions() : (fetchOptions ?? {})
  return makeOperation(operation.kind, operation, {
    ...operation.context,
    fetchOptions: { ...options, headers: { ...(headers as Record<string, string>), accept: 'text/event-stream' } },
  })
}

function wantsStepUp({ error, operation }: OperationResult) {
  return operation.kind === 'mutation' && error !== undefined && hasCode(error, 'STEP_UP_REQUIRED')
}
