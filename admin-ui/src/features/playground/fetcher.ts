import type { GraphiQLProvider } from '@graphiql/react'
import type { ComponentProps } from 'react'
import { failure, messagesOf, noAnswer, readAnswer, send, type GraphQLRequest } from './graphql-request'
import { selectOperation } from './selected-operation'
import type { Streams } from './streams'

export type Fetcher = ComponentProps<typeof GraphiQLProvider>['fetcher']

/** What became of the last operation that was run. */
export interface Outcome {
  kind: 'answered' | 'refused'
  /** The name of the operation; empty when it has none. */
  name: string
  milliseconds: number
  /** How many errors the answer holds. */
  errors: number
}

interface Observer {
  next: (answer: unknown) => void
  complete: () => void
}

interface FetcherOptions {
  /** Asked anew before anything is sent. */
  isReadOnly: () => boolean
  onOutcome: (outcome: Outcome) => void
  onUnauthenticated: () => void
  streams: Streams
}

/** The name that GraphiQL gives to its question for the schema. */
const introspection = 'IntrospectionQuery'

/** Sends what GraphiQL wants to be sent, but for mutations while read-only is on. Subscriptions go to the streams. */
export function createFetcher({ isReadOnly, onOutcome, onUnauthenticated, streams }: FetcherOptions): Fetcher {
  async function answer(request: GraphQLRequest, signal: AbortSignal) {
    const started = performance.now()
    const name = request.operationName ?? ''
    const outcome = (kind: Outcome['kind'], errors: number) =>
      onOutcome({ kind, name, milliseconds: Math.round(performance.now() - started), errors })
    const selected = selectOperation(request.query, request.operationName)
    if (isReadOnly() && !isHarmless(selected?.type)) {
      outcome('refused', 1)
      return refusal(selected !== null)
    }
    if (selected?.type === 'subscription') {
      streams.open(name, request)
      return undefined
    }
    const answered = await ask(request, signal, onUnauthenticated)
    if (name !== introspection && !signal.aborted) {
      outcome('answered', messagesOf(answered).length)
    }
    return answered
  }

  // An observable, since GraphiQL can stop nothing else.
  return ({ query, operationName, variables }) => ({
    subscribe({ next, complete }: Observer) {
      const controller = new AbortController()
      // GraphiQL lags behind what was typed last; the name may be that of another operation.
      const selected = selectOperation(query, operationName)
      const name = selected ? selected.name : operationName
      void answer({ query, operationName: name, variables }, controller.signal).then((answered) => {
        if (controller.signal.aborted) {
          return
        }
        if (answered !== undefined) {
          next(answered)
        }
        complete()
      })
      return { unsubscribe: () => controller.abort() }
    },
  })
}

async function ask(request: GraphQLRequest, signal: AbortSignal, onUnauthenticated: () => void) {
  try {
    const response = await send(request, 'application/graphql-response+json, application/json', signal)
    if (response.status === 401) {
      onUnauthenticated()
    }
    return await readAnswer(response)
  } catch {
    return failure(noAnswer)
  }
}

/** What cannot be told is not harmless. */
function isHarmless(type: string | undefined) {
  return type === 'query' || type === 'subscription'
}

function refusal(isUnderstood: boolean) {
  return failure(
    isUnderstood
      ? 'Not sent: this operation changes something, and read-only is on.'
      : 'Not sent: this document has an error, so it cannot be told whether it changes something, and read-only is on.',
    'READ_ONLY',
  )
}
