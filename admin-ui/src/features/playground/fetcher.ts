import type { GraphiQLProvider } from '@graphiql/react'
import type { ExecutionResult } from 'graphql'
import type { ComponentProps } from 'react'
import { failure, hasErrorCode, noAnswer, readAnswer, send, type GraphQLRequest } from './graphql-request'
import type { Runs } from './runs'
import { selectOperation, type SelectedOperation } from './selected-operation'
import type { Streams } from './streams'

export type Fetcher = ComponentProps<typeof GraphiQLProvider>['fetcher']

interface FetcherOptions {
  /** Asked anew before anything is sent. */
  isReadOnly: () => boolean
  /** Has the person confirm that it is them; resolves to whether they have. */
  onStepUp: () => Promise<boolean>
  onUnauthenticated: () => void
  runs: Runs
  streams: Streams
}

/** The name that GraphiQL gives to its question for the schema, whose answer it waits for. */
const introspection = 'IntrospectionQuery'

/**
 * Sends what GraphiQL wants to be sent, but for mutations while read-only is on. Subscriptions go to the streams, all else to
 * the runs: GraphiQL drops what it waits for itself when another tab is chosen.
 */
export function createFetcher({ isReadOnly, onStepUp, onUnauthenticated, runs, streams }: FetcherOptions): Fetcher {
  /** Asks once more when the server first wants to know that it is really them. */
  async function askConfirmed(request: GraphQLRequest, signal: AbortSignal) {
    const answer = await ask(request, onUnauthenticated, signal)
    return hasErrorCode(answer, 'STEP_UP_REQUIRED') && (await onStepUp()) ? ask(request, onUnauthenticated, signal) : answer
  }

  function begin(request: GraphQLRequest, selected: SelectedOperation | null) {
    if (runs.isRunning()) {
      runs.stop() // as GraphiQL does when the keys for running are pressed once more
    } else if (isReadOnly() && !isHarmless(selected?.type)) {
      runs.refuse(refusal(selected !== null))
    } else if (selected?.type === 'subscription') {
      runs.stop()
      streams.open(selected.name ?? '', request)
    } else {
      void runs.start((signal) => askConfirmed(request, signal))
    }
  }

  return ({ query, operationName, variables }) => {
    // GraphiQL lags behind what was typed last; the name may be that of another operation.
    const selected = selectOperation(query, operationName)
    const request = { query, operationName: selected ? selected.name : operationName, variables }
    if (request.operationName === introspection && selected?.type === 'query') {
      return ask(request, onUnauthenticated) as Promise<ExecutionResult>
    }
    begin(request, selected)
    return nothing()
  }
}

/** For GraphiQL, which is not to wait. */
async function* nothing(): AsyncGenerator<ExecutionResult> {}

async function ask(request: GraphQLRequest, onUnauthenticated: () => void, signal?: AbortSignal) {
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
