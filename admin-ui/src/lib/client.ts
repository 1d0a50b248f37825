import { cacheExchange, Client, fetchExchange, mapExchange } from '@urql/core'
import documentIds from 'virtual:document-ids'
import { isUnauthenticated } from './errors'
import { trustedDocumentsExchange } from './trusted-documents'

interface ClientOptions {
  /** An onboarding token; without one the staff cookie speaks for the caller. */
  bearer?: string
  /** Called when the server no longer knows the caller. */
  onUnauthenticated: () => void
}

/** A client for `/graphql` of the program that served this page. */
export function createGraphQLClient({ bearer, onUnauthenticated }: ClientOptions) {
  const headers: Record<string, string> = {
    // urql's default also lists text/event-stream, which asks the server for a subscription.
    accept: 'application/graphql-response+json, application/json',
  }
  if (bearer) {
    headers.authorization = `Bearer ${bearer}`
  }
  return new Client({
    url: new URL('/graphql', window.location.origin).href,
    preferGetMethod: false,
    fetchOptions: { headers, credentials: bearer ? 'omit' : 'same-origin' },
    exchanges: [
      mapExchange({
        onError(error) {
          if (isUnauthenticated(error)) {
            onUnauthenticated()
          }
        },
      }),
      cacheExchange,
      trustedDocumentsExchange(documentIds),
      fetchExchange,
    ],
  })
}
