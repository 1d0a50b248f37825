import { http, HttpResponse } from 'msw'
import { expect, test, vi } from 'vitest'
import { server } from '@/test/server'
import { createFetcher } from './fetcher'
import { createReadOnly } from './read-only'
import { createRuns } from './runs'
import { createStreams } from './streams'

const mutation = 'mutation Disconnect($id: ID!) { revokeConnection(input: { businessId: $id }) { business { id } } }'
const query = 'query Who { viewer { name } }'
const mixed = `${query} ${mutation}`

interface Params {
  query: string
  operationName?: string
  variables?: unknown
}

/** A fetcher over a server that answers `data`, and what reached that server. */
function setup(answer: () => Response | Promise<Response> = () => HttpResponse.json({ data: {} })) {
  const received: { body: unknown; headers: Headers }[] = []
  server.use(
    http.post('*/graphql', async ({ request }) => {
      received.push({ body: await request.json(), headers: request.headers })
      return answer()
    }),
  )
  const readOnly = createReadOnly()
  const onStepUp = vi.fn(() => Promise.resolve(true))
  const onUnauthenticated = vi.fn()
  const runs = createRuns()
  const streams = createStreams(onUnauthenticated)
  const fetcher = createFetcher({ isReadOnly: readOnly.isOn, onStepUp, onUnauthenticated, runs, streams })
  /** Has GraphiQL run something; returns what GraphiQL itself is told. */
  async function start(params: Params) {
    const told = await fetcher({ operationName: null, variables: undefined, ...params })
    if (!(Symbol.asyncIterator in told)) {
      return [told]
    }
    const all: unknown[] = []
    for await (const one of told) {
      all.push(one)
    }
    return all
  }
  return {
    onStepUp,
    onUnauthenticated,
    readOnly,
    received,
    runs,
    start,
    streams,
    /** Runs to the end; returns what came of it. */
    async run(params: Params) {
      expect(await start(params)).toEqual([])
      await vi.waitFor(() => expect(runs.isRunning()).toBe(false))
      return runs.get(0)
    },
  }
}

test('a query is sent as it stands, with the cookie and no other credential', async () => {
  const { run, received } = setup(() => HttpResponse.json({ data: { viewer: { name: 'ada' } } }))

  expect(await run({ query, operationName: 'Who', variables: { a: 1 } })).toMatchObject({
    state: 'answered',
    answer: { data: { viewer: { name: 'ada' } } },
    errors: 0,
  })
  expect(received.map(({ body }) => body)).toEqual([{ query, operationName: 'Who', variables: { a: 1 } }])
  expect(received[0]?.headers.get('accept')).toBe('application/graphql-response+json, application/json')
  expect(received[0]?.headers.get('authorization')).toBeNull()
})

const notConfirmed = { errors: [{ message: 'This needs a sign-in of …', extensions: { code: 'STEP_UP_REQUIRED' } }] }

test('what needs a fresh proof is sent once more when the person has given it', async () => {
  const answers = [notConfirmed, { data: { forgetConnection: {} } }]
  const { readOnly, received, run } = setup(() => HttpResponse.json(answers.shift()))
  readOnly.set(false)

  expect(await run({ query: mutation })).toMatchObject({ answer: { data: { forgetConnection: {} } }, errors: 0 })
  expect(received).toHaveLength(2)
  expect(received[1]?.body).toEqual(received[0]?.body)
})

test('what is not confirmed is not sent again, and its answer shown', async () => {
  const { onStepUp, readOnly, received, run } = setup(() => HttpResponse.json(notConfirmed))
  readOnly.set(false)
  onStepUp.mockResolvedValue(false)

  expect(await run({ query: mutation })).toMatchObject({ answer: notConfirmed, errors: 1 })
  expect(received).toHaveLength(1)
})

// Whoever looks around must not be able to disconnect a client by pressing a button too many.
test.each([
  ['a mutation', { query: mutation, operationName: 'Disconnect' }],
  ['a mutation without its name', { query: mutation }],
  ['a mutation under the name of another operation', { query: mutation, operationName: 'Who' }],
  ['a mutation called like the question for the schema', { query: mutation.replace('Disconnect', 'IntrospectionQuery') }],
  ['a mutation beside a query', { query: mixed, operationName: 'Disconnect' }],
  ['one of several operations, nobody knows which', { query: mixed }],
  ['a document with an error', { query: `${mutation} }` }],
  ['nothing', { query: '' }],
  ['a document without an operation', { query: 'fragment F on Query { viewer { name } }' }],
])('with read-only on, %s is not sent', async (_, params) => {
  const { run, received } = setup()

  expect(await run(params)).toMatchObject({
    state: 'refused',
    answer: { errors: [{ extensions: { code: 'READ_ONLY' } }] },
  })
  expect(received).toEqual([])
})

test('with read-only on, a query beside a mutation is sent', async () => {
  const { run, received } = setup()

  await run({ query: mixed, operationName: 'Who' })

  expect(received).toHaveLength(1)
})

test('read-only is asked anew each time', async () => {
  const { run, received, readOnly } = setup()

  readOnly.set(false)
  await run({ query: mutation, operationName: 'Disconnect' })
  expect(received).toHaveLength(1)
  readOnly.set(true)
  await run({ query: mutation, operationName: 'Disconnect' })

  expect(received).toHaveLength(1)
})

test('the name of an operation that is gone is not sent', async () => {
  const { run, received } = setup()

  await run({ query, operationName: 'Before' })
  await run({ query: '{ viewer { name } }', operationName: 'Before' })

  expect(received.map(({ body }) => body)).toEqual([{ query, operationName: 'Who' }, { query: '{ viewer { name } }' }])
})

test('a refused session leads to the sign-in page', async () => {
  const { run, onUnauthenticated } = setup(() =>
    HttpResponse.json({ errors: [{ message: 'Sign in.' }] }, { status: 401 }),
  )

  await run({ query })

  expect(onUnauthenticated).toHaveBeenCalledOnce()
})

test.each([
  ['no answer', () => HttpResponse.error(), /No answer/],
  ['an answer that is not JSON', () => new HttpResponse('<html>', { status: 502 }), /not JSON; it has status 502/],
])('%s is told in words', async (_, answer, words) => {
  const { run } = setup(answer)

  const told = await run({ query })

  expect(told).toMatchObject({ state: 'answered', errors: 1 })
  expect(JSON.stringify(told?.answer)).toMatch(words)
})

test('running once more what is running ends it, and nothing is sent twice', async () => {
  const { start, received, runs } = setup(() => new Promise(() => undefined))

  await start({ query })
  await vi.waitFor(() => expect(received).toHaveLength(1))
  expect(runs.isRunning()).toBe(true)
  await start({ query })

  expect(runs.get(0)).toBeUndefined()
  expect(received).toHaveLength(1)
})

test('the question for the schema is answered to GraphiQL, and is no run', async () => {
  const { start, runs } = setup(() => HttpResponse.json({ data: { __schema: {} } }))

  const told = await start({
    query: 'query IntrospectionQuery { __schema { queryType { name } } }',
    operationName: 'IntrospectionQuery',
  })

  expect(told).toEqual([{ data: { __schema: {} } }])
  expect(runs.get(0)).toBeUndefined()
})

test('a subscription goes to the streams, and its run is over at once', async () => {
  const { run, received, streams } = setup(
    () => new HttpResponse('event: complete\ndata: \n\n', { headers: { 'Content-Type': 'text/event-stream' } }),
  )
  const subscription = 'subscription Watch { businessUpdated(id: "1") { status } }'

  expect(await run({ query: subscription, operationName: 'Watch' })).toBeUndefined()

  await vi.waitFor(() => expect(streams.get('Watch')).toMatchObject({ state: 'ended' }))
  expect(received[0]?.headers.get('accept')).toBe('text/event-stream')
})
