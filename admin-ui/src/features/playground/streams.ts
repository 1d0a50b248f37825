import { useSyncExternalStore } from 'react'
import { readMessages } from './event-stream'
import { failure, messagesOf, noAnswer, readAnswer, send, type GraphQLRequest } from './graphql-request'

/** What a subscription has sent. */
export interface Stream {
  state: 'connecting' | 'open' | 'ended' | 'failed'
  /** Why it is over. */
  reason?: string
  /** The latest first. */
  events: StreamEvent[]
}

export interface StreamEvent {
  /** Counts from 1. */
  number: number
  at: string
  answer: unknown
}

/** How many events are kept of a stream. */
const kept = 50

export type Streams = ReturnType<typeof createStreams>

/**
 * Subscriptions by the names of their operations. They go on while other operations are looked at and run, so that one
 * can watch what these do.
 */
export function createStreams(onUnauthenticated: () => void) {
  const streams = new Map<string, Stream>()
  const controllers = new Map<string, AbortController>()
  const listeners = new Set<() => void>()

  function change(name: string, fields: Partial<Stream>) {
    const before = streams.get(name) ?? { state: 'connecting', events: [] }
    streams.set(name, { ...before, ...fields })
    listeners.forEach((changed) => changed())
  }

  function receive(name: string, answer: unknown) {
    const events = streams.get(name)?.events ?? []
    const event = { number: (events[0]?.number ?? 0) + 1, at: new Date().toISOString(), answer }
    change(name, { state: 'open', events: [event, ...events].slice(0, kept) })
  }

  async function follow(name: string, request: GraphQLRequest, signal: AbortSignal) {
    const response = await send(request, 'text/event-stream', signal)
    if (response.status === 401) {
      onUnauthenticated()
    }
    if (!response.headers.get('content-type')?.startsWith('text/event-stream') || !response.body) {
      const [reason = noAnswer] = messagesOf(await readAnswer(response))
      change(name, { state: 'failed', reason })
      return
    }
    change(name, { state: 'open' })
    for await (const { event, data } of readMessages(response.body)) {
      if (signal.aborted) {
        return
      }
      if (event === 'complete') {
        change(name, { state: 'ended', reason: 'The server has ended the stream.' })
        return
      }
      receive(name, parse(data))
    }
    change(name, { state: 'failed', reason: 'The connection was lost.' })
  }

  function close(name: string) {
    controllers.get(name)?.abort()
    controllers.delete(name)
    if (isLive(streams.get(name))) {
      change(name, { state: 'ended', reason: 'You have stopped it.' })
    }
  }

  return {
    /** Begins anew what is under way by that name. */
    open(name: string, request: GraphQLRequest) {
      close(name)
      const controller = new AbortController()
      controllers.set(name, controller)
      change(name, { state: 'connecting', reason: undefined, events: [] })
      follow(name, request, controller.signal).catch(() => {
        if (!controller.signal.aborted) {
          change(name, { state: 'failed', reason: noAnswer })
        }
      })
    },
    close,
    closeAll() {
      controllers.forEach((controller) => controller.abort())
      controllers.clear()
    },
    get: (name: string) => streams.get(name),
    subscribe(changed: () => void) {
      listeners.add(changed)
      return () => void listeners.delete(changed)
    },
  }
}

function parse(data: string): unknown {
  try {
    return JSON.parse(data)
  } catch {
    return failure('The server has sent an event that is not JSON.')
  }
}

/** Whether more may come. */
export function isLive(stream: Stream | undefined) {
  return stream?.state === 'connecting' || stream?.state === 'open'
}

/** The stream of the operation called `name`, as it stands. */
export function useStream(streams: Streams, name: string) {
  return useSyncExternalStore(streams.subscribe, () => streams.get(name))
}
