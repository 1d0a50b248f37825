import { http, HttpResponse } from 'msw'
import { afterEach, expect, test, vi } from 'vitest'
import { server } from '@/test/server'
import { createStreams } from './streams'

const request = { query: 'subscription Watch { businessUpdated(id: "1") { status } }', operationName: 'Watch' }
const next = (status: string) => `event: next\ndata: {"data":{"businessUpdated":{"status":"${status}"}}}\n\n`

let streams: ReturnType<typeof createStreams> | undefined
afterEach(() => streams?.closeAll())

/** Begins to watch over a connection that the test writes to. */
async function setup() {
  const onUnauthenticated = vi.fn()
  let connection: ReadableStreamDefaultController<Uint8Array> | undefined
  const cancel = vi.fn()
  server.use(
    http.post('*/graphql', () => {
      const body = new ReadableStream<Uint8Array>({ start: (controller) => void (connection = controller), cancel })
      return new HttpResponse(body, { headers: { 'Content-Type': 'text/event-stream' } })
    }),
  )
  const started = createStreams(onUnauthenticated)
  streams = started
  started.open('Watch', request)
  expect(started.get('Watch')).toEqual({ state: 'connecting', events: [] })
  await vi.waitFor(() => expect(started.get('Watch')?.state).toBe('open'))
  return {
    cancel,
    streams: started,
    write: (text: string) => connection?.enqueue(new TextEncoder().encode(text)),
    end: () => connection?.close(),
  }
}

test('events are kept, the latest first', async () => {
  const { streams, write } = await setup()
  const changed = vi.fn()
  streams.subscribe(changed)

  write(next('CONNECTED'))
  write(next('REVOKING'))

  await vi.waitFor(() => expect(streams.get('Watch')?.events).toHaveLength(2))
  expect(streams.get('Watch')?.events).toMatchObject([
    { number: 2, answer: { data: { businessUpdated: { status: 'REVOKING' } } } },
    { number: 1, answer: { data: { businessUpdated: { status: 'CONNECTED' } } } },
  ])
  expect(changed).toHaveBeenCalledTimes(2)
})

test('of many events the latest 50 are kept, and all are counted', async () => {
  const { streams, write } = await setup()

  write(next('CONNECTED').repeat(60))

  await vi.waitFor(() => expect(streams.get('Watch')?.events[0]?.number).toBe(60))
  expect(streams.get('Watch')?.events).toHaveLength(50)
})

test('the server ends a stream', async () => {
  const { streams, write } = await setup()

  write('event: complete\ndata: \n\n')

  await vi.waitFor(() => expect(streams.get('Watch')).toMatchObject({ state: 'ended', reason: /server has ended/ }))
})

test('a lost connection is told, and what came is kept', async () => {
  const { streams, write, end } = await setup()

  write(next('CONNECTED'))
  end()

  await vi.waitFor(() => expect(streams.get('Watch')).toMatchObject({ state: 'failed', reason: /lost/ }))
  expect(streams.get('Watch')?.events).toHaveLength(1)
})

test('closing ends the request, and nothing comes any more', async () => {
  const { streams, write } = await setup()
  write(next('CONNECTED'))
  await vi.waitFor(() => expect(streams.get('Watch')?.events).toHaveLength(1))

  streams.close('Watch')
  write(next('REVOKING'))
  await new Promise((resolve) => setTimeout(resolve, 20))

  expect(streams.get('Watch')).toMatchObject({ state: 'ended', reason: /You have stopped/, events: [{ number: 1 }] })
})

test('what is no JSON is an event with an error', async () => {
  const { streams, write } = await setup()

  write('event: next\ndata: {\n\n')

  await vi.waitFor(() => expect(JSON.stringify(streams.get('Watch')?.events)).toContain('not JSON'))
})

test('a refusal in place of a stream is told in the server’s words', async () => {
  server.use(http.post('*/graphql', () => HttpResponse.json({ errors: [{ message: 'There is no such business.' }] })))
  streams = createStreams(() => undefined)

  streams.open('Watch', request)

  await vi.waitFor(() =>
    expect(streams?.get('Watch')).toMatchObject({ state: 'failed', reason: 'There is no such business.' }),
  )
})

test('an ended session leads to the sign-in page', async () => {
  server.use(http.post('*/graphql', () => HttpResponse.json({ errors: [{ message: 'Sign in.' }] }, { status: 401 })))
  const onUnauthenticated = vi.fn()
  streams = createStreams(onUnauthenticated)

  streams.open('Watch', request)

  await vi.waitFor(() => expect(onUnauthenticated).toHaveBeenCalledOnce())
})

test('no answer is told', async () => {
  server.use(http.post('*/graphql', () => HttpResponse.error()))
  streams = createStreams(() => undefined)

  streams.open('Watch', request)

  await vi.waitFor(() => expect(streams?.get('Watch')).toMatchObject({ state: 'failed', reason: /No answer/ }))
})
