import { delay, http, HttpResponse } from 'msw'
import { expect, test, vi } from 'vitest'
import { server } from '@/test/server'
import { createFetcher, type Outcome } from './fetcher'
import { createReadOnly } from './read-only'
import { createStreams } from './streams'

const mutation = 'mutation Disconnect($id: ID!) { revokeConnection(input: { businessId: $id }) { business { id } } }'
const query = 'query Who { viewer { name } }'
const mixed = `${query} ${mutation}`

interface Params {
  query: string
  operationName?: string
  variables?: unknown
}

interface Observable {
  subscribe(observer: { next: (answer: unknown) => void; complete: () => void }): { unsubscribe: () => void }
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
  const outcomes: Outcome[] = []
  const onUnauthenticated = vi.fn()
  const streams = createStreams(onUnauthenticated)
  const fetcher = createFetcher({
    isReadOnly: readOnly.isOn,
    onOutcome: (outcome) => outcomes.push(outcome),
    onUnauthenticated,
    streams,
  })
  const start = (params: Params, next: (answer: unknown) => void, complete: () => void) =>
    (fetcher({ operationName: null, variables: undefined, ...params }) as Observable).subscribe({ next, complete })
  return {
    onUnauthenticated,
    outcomes,
    readOnly,
    received,
    streams,
    start,
    /** Runs to the end; returns what came. */
    run: (params: Params) =>
      new Promise<unknown[]>((resolve) => {
        const answers: unknown[] = []
        start(
          params,
          (one) => answers.push(one),
          () => resolve(answers),
        )
      }),
  }
}

const code = (answers: unknown[]) => (answers[0] as { errors: { extensions?: { code: string } }[] }).errors[0]?.extensions?.code

test('a query is sent as it stands, with the cookie and no other credential', async () => {
  const { run, received, outcomes } = setup(() => HttpResponse.json({ data: { viewer: { name: 'ada' } } }))

  expect(await run({ query, operationName: 'Who', variables: { a: 1 } })).toEqual([{ data: { viewer: { name: 'ada' } } }])
  expect(received.map(({ body }) => body)).toEqual([{ query, operationName: 'Who', variables: { a: 1 } }])
  expect(received[0]?.headers.get('accept')).toBe('application/graphql-response+json, application/json')
  expect(received[0]?.headers.get('authorization')).toBeNull()
  expect(outcomes).toMatchObject([{ kind: 'answered', name: 'Who', errors: 0 }])
})

// Whoever looks around must not be able to disconnect a client by pressing a button too many.
test.each([
  ['a mutation', { query: mutation, operationName: 'Disconnect' }],
  ['a mutation without its name', { query: mutation }],
  ['a mutation under the name of another operation', { query: mutation, operationName: 'Who' }],
  ['a mutation beside a query', { query: mixed, operationName: 'Disconnect' }],
  ['one of several operations, nobody knows which', { query: mixed }],
  ['a document with an error', { query: `${mutation} }` }],
  ['nothing', { query: '' }],
  ['a document without an operation', { query: 'fragment F on Query { viewer { name } }' }],
])('with read-only on, %s is not sent', async (_, params) => {
  const { run, received, outcomes } = setup()

  expect(code(await run(params))).toBe('READ_ONLY')
  expect(received).toEqual([])
  expect(outcomes).toMatchObject([{ kind: 'refused' }])
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
  const { run, outcomes } = setup(answer)

  expect(JSON.stringify(await run({ query }))).toMatch(words)
  expect(outcomes).toMatchObject([{ kind: 'answered', errors: 1 }])
})

test('what was stopped is not heard of again', async () => {
  const { start, outcomes } = setup(() => delay(30).then(() => HttpResponse.json({ data: {} })))
  const next = vi.fn()

  start({ query }, next, next).unsubscribe()
  await delay(80)

  expect(next).not.toHaveBeenCalled()
  expect(outcomes).toEqual([])
})

test('the question for the schema is no outcome', async () => {
  const { run, outcomes } = setup()

  await run({ query: 'query IntrospectionQuery { __schema { queryType { name } } }', operationName: 'IntrospectionQuery' })

  expect(outcomes).toEqual([])
})

test('a subscription goes to the streams, and its run is over at once', async () => {
  const { run, received, streams } = setup(
    () => new HttpResponse('event: complete\ndata: \n\n', { headers: { 'Content-Type': 'text/event-stream' } }),
  )
  const subscription = 'subscription Watch { businessUpdated(id: "1") { status } }'

  expect(await run({ query: subscription, operationName: 'Watch' })).toEqual([])

  await vi.waitFor(() => expect(streams.get('Watch')).toMatchObject({ state: 'ended' }))
  expect(received[0]?.headers.get('accept')).toBe('text/event-stream')
})
