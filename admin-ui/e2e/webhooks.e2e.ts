import { afterAll, beforeAll, expect, test } from 'vitest'
import { startDemo } from './program'
import { startReceiver } from './receiver'

type Demo = Awaited<ReturnType<typeof startDemo>>

let demo: Demo
let receiver: Awaited<ReturnType<typeof startReceiver>>

beforeAll(async () => {
  demo = await startDemo()
  receiver = await startReceiver()
})

afterAll(async () => {
  receiver.close()
  expect(await demo.stop(), 'exit status after SIGTERM').toBe(0)
})

test('a backend is told of a client, and the official library takes what it is sent', async () => {
  const ask = askWith(demo.command('api-key', 'create', '--name', 'backend', '--scopes', 'webhooks:manage,onboardings:write'))
  const made = await ask<{ endpoint: { id: string }; secret: string }>(
    `createWebhookEndpoint(input: { url: "${receiver.url}", eventTypes: [BUSINESS_CONNECTED, ONBOARDING_COMPLETED] }) { endpoint { id } secret`,
  )
  const endpoint = made.endpoint.id

  const tested = await ask<{ delivery: { state: string; attempts: { status: number }[] } }>(
    `testWebhookEndpoint(input: { endpointId: "${endpoint}" }) { delivery { state attempts { status } }`,
  )
  expect(tested.delivery).toEqual({ state: 'SUCCEEDED', attempts: [{ status: 204 }] })
  expect(receiver.got[0]?.verify(made.secret)).toMatchObject({ type: 'webhook.test', data: { endpointId: endpoint } })

  await connect(ask)
  await expect.poll(() => receiver.got.length, { timeout: 20_000 }).toBe(3)
  expect(receiver.got.slice(1).map((event) => event.verify(made.secret))).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ type: 'business.connected', data: expect.objectContaining({ externalId: 'client-4711' }) }),
      expect.objectContaining({ type: 'onboarding.completed' }),
    ]),
  )

  const { secret } = await ask<{ secret: string }>(`rotateWebhookSecret(input: { endpointId: "${endpoint}" }) { secret`)
  const since = new Date(Date.now() - 3_600_000).toISOString()
  const replayed = await ask<{ count: number }>(
    `replayWebhookEvents(input: { endpointId: "${endpoint}", since: "${since}" }) { count`,
  )
  expect(replayed.count).toBe(2)
  await expect.poll(() => receiver.got.length, { timeout: 20_000 }).toBe(5)
  const [first, again] = [receiver.got.slice(1, 3), receiver.got.slice(3)]
  expect(again.map((event) => event.id).sort()).toEqual(first.map((event) => event.id).sort())
  for (const event of again) {
    expect(event.verify(made.secret), 'by the former secret').toEqual(event.verify(secret))
  }
  expect(() => first[0]?.verify(secret), 'by a secret that it was not signed with').toThrow()
})

type Ask = ReturnType<typeof askWith>

/** Asks for a mutation, given up to its last field, and returns what it answers. */
function askWith(key: string) {
  return async function ask<T>(mutation: string): Promise<T> {
    const response = await fetch(new URL('/graphql', demo.url), {
      method: 'POST',
      headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' },
      body: JSON.stringify({ query: `mutation { done: ${mutation} userErrors { message } } }` }),
    })
    const answer = (await response.json()) as { data?: { done: T & { userErrors: object[] } }; errors?: object[] }
    expect(answer.errors ?? answer.data?.done.userErrors, mutation).toEqual([])
    return answer.data?.done as T
  }
}

/** Onboards a client of the sandbox. */
async function connect(ask: Ask) {
  const { onboarding } = await ask<{ onboarding: { id: string } }>(
    'createOnboarding(input: { externalId: "client-4711" }) { onboarding { id }',
  )
  const business = await play<{ id: string }>('businesses', { name: 'Corner Coffee', owned: 2, shared: 1 })
  const { code } = await play<{ code: string }>('codes', { businessId: business.id })
  await ask(`completeOnboarding(input: { code: "${code}", onboardingId: "${onboarding.id}" }) {`)
}

/** Has something happen at Meta. */
async function play<T>(what: string, data: object) {
  const response = await fetch(`${demo.sandboxUrl}/_sandbox/${what}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(data),
  })
  expect(response.ok, what).toBe(true)
  return (await response.json()) as T
}
