import { delay, graphql, HttpResponse } from 'msw'
import type { Page } from 'playwright-core'
import {
  makeAttempt,
  makeDeletion,
  makeDelivery,
  makeEndpoint,
  makeEvent,
  makeMetaEvent,
  makeOnboarding,
  makeOrphanGrant,
  minutesAgo,
} from '@/test/factories'
import { failed } from '@/test/failed'
import { makeClient, type Installation } from '@/test/installation'
import { alpine } from './alpine'
import { hostile } from './hostile'
import type { Screen } from './screen'

const orphan = makeOrphanGrant(1)
const installation: Partial<Installation> = {
  clients: [makeClient({ ...alpine, name: hostile[0] ?? null })],
  orphanGrants: [orphan],
  metaEvents: [
    makeMetaEvent(1, { outcome: 'WAITING', processedAt: null }),
    makeMetaEvent(2, { kind: 'INSTALL', businessMetaId: orphan.businessMetaId }),
    makeMetaEvent(3, { kind: 'UPDATE', businessMetaId: alpine.metaId }),
    makeMetaEvent(4, { kind: 'DEAUTHORIZE', businessMetaId: null, outcome: 'UNKNOWN_BUSINESS' }),
    makeMetaEvent(5, { businessMetaId: alpine.metaId, outcome: 'CONTRADICTED' }),
    makeMetaEvent(6, { businessMetaId: alpine.metaId, outcome: 'OLD' }),
  ],
  deletions: [makeDeletion(1, { begunAt: null, completedAt: null }), makeDeletion(2, { origin: 'PARTNER' })],
}

/** What Meta has sent. */
const fromMeta: Screen[] = [
  { name: 'webhooks', path: '/admin/webhooks', installation, shows: 'Contradicted' },
  {
    name: 'webhooks-filtered',
    path: '/admin/webhooks?kind=INSTALL&outcome=OLD',
    installation,
    shows: 'No report matches',
  },
  { name: 'webhooks-never', path: '/admin/webhooks', shows: 'Meta has not reported anything' },
  {
    name: 'webhooks-loading',
    path: '/admin/webhooks',
    overrides: [graphql.query('MetaEvents', () => delay('infinite'))],
    shows: 'What clients did at Meta',
  },
  {
    name: 'webhooks-failed',
    path: '/admin/webhooks',
    overrides: [
      graphql.query('MetaEvents', () =>
        failed('Something went wrong here. Try again in a moment.', { code: 'INTERNAL', requestId: 'req-4714' }),
      ),
    ],
    shows: 'req-4714',
  },
  { name: 'deletions', path: '/admin/webhooks?view=deletions', installation, shows: 'A client, at Meta' },
  { name: 'deletions-none', path: '/admin/webhooks?view=deletions', shows: 'Nobody has asked for a deletion' },
]

const refused = makeAttempt({
  at: minutesAgo(24),
  status: 502,
  durationMs: 1_430,
  answer: `${hostile[1]}\n\\xff\\xfe ${hostile[3]} ${'W'.repeat(900)}`,
  failure: 'REFUSED',
  explanation: 'The receiver answered 502. Look into its log; a receiver that has taken an event answers with a 2xx.',
})
const timedOut = makeAttempt({
  at: minutesAgo(61),
  status: null,
  durationMs: 15_000,
  answer: null,
  failure: 'TIMEOUT',
  explanation: 'The receiver did not answer within 15 seconds. It should take the event first and work on it afterwards.',
})

const endpoints = () => [
  makeEndpoint(1, { description: 'Shop platform', formerSecretUntil: minutesAgo(-20 * 60) }),
  makeEndpoint(2, {
    url: `https://hooks.international-outdoor-equipment.example/${'path/'.repeat(60)}`,
    description: hostile[2],
    eventTypes: [
      'BUSINESS_CONNECTED',
      'BUSINESS_DEGRADED',
      'BUSINESS_NEEDS_RECONNECT',
      'BUSINESS_DISCONNECTED',
      'ONBOARDING_FAILED',
    ],
    lastFailureAt: minutesAgo(2),
    pendingCount: 1_240,
    oldestPendingAt: minutesAgo(26 * 60),
  }),
  makeEndpoint(3, { disabledReason: 'GONE', disabledAt: minutesAgo(65), lastFailureAt: minutesAgo(65) }),
  makeEndpoint(4, { disabledReason: 'BY_HAND', disabledAt: minutesAgo(9), lastSuccessAt: null }),
]

const waiting = { state: 'PENDING', endedAt: null } as const
const givenUp = makeDelivery(5, { state: 'FAILED', tries: 14, attempts: [timedOut, refused] })
const queued = makeDelivery(1, { ...waiting, waitsForEarlier: true, tries: 0, attempts: [] })
const out = (): Partial<Installation> => ({
  webhookEndpoints: endpoints(),
  webhookDeliveries: [
    queued,
    makeDelivery(2, { ...waiting, tries: 3, nextAttemptAt: minutesAgo(-40), attempts: [refused] }),
    makeDelivery(3, { event: makeEvent(3, { type: 'WEBHOOK_TEST', businessId: null }) }),
    makeDelivery(4, { event: makeEvent(4, { type: 'ONBOARDING_COMPLETED', businessId: null, onboardingId: makeOnboarding(1).id }) }),
    givenUp,
  ],
})
const disabled = (): Partial<Installation> => ({
  webhookEndpoints: [
    makeEndpoint(1, {
      disabledReason: 'FAILING',
      disabledAt: minutesAgo(65),
      lastFailureAt: minutesAgo(65),
      pendingCount: 12,
      oldestPendingAt: minutesAgo(3 * 24 * 60),
    }),
  ],
})

const list = '/admin/webhooks?view=endpoints'
const page = `/admin/webhooks/endpoints/${makeEndpoint(1).id}`
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()
const inDialog = (page: Page, name: string) => page.getByRole('dialog').getByRole('button', { name, exact: true }).click()

/** What is sent to partners' servers. */
const toYou: Screen[] = [
  { name: 'webhook-endpoints', path: list, installation: out(), shows: 'It answered 410 Gone' },
  { name: 'webhook-endpoints-none', path: list, shows: 'Nobody is told yet' },
  {
    name: 'webhook-endpoints-loading',
    path: list,
    overrides: [graphql.query('WebhookEndpoints', () => delay('infinite'))],
    shows: 'Create an endpoint',
  },
  {
    name: 'webhook-endpoints-failed',
    path: list,
    overrides: [graphql.query('WebhookEndpoints', () => failed('Being maintained.', { code: 'UNAVAILABLE' }))],
    shows: 'Being maintained.',
  },
  {
    name: 'webhook-endpoints-viewer',
    path: list,
    installation: { viewer: { email: 'eve@example.com', role: 'VIEWER' } },
    shows: 'Your role is Viewer',
  },
  {
    name: 'webhook-endpoint-create',
    path: list,
    installation: out(),
    async act(page) {
      await press(page, 'Create an endpoint')
      await page.getByLabel('Address').fill('http://shop.example/hooks')
      await page.getByLabel('Only these').check()
      await page.getByLabel('All about businesses').check()
      await page.getByLabel('business.revoking').uncheck()
      await inDialog(page, 'Create')
    },
    shows: 'The address has to begin with https:.',
  },
  {
    name: 'webhook-endpoint-secret',
    path: list,
    installation: out(),
    async act(page) {
      await press(page, 'Create an endpoint')
      await page.getByLabel('Address').fill('https://shop.example/hooks')
      await inDialog(page, 'Create')
    },
    shows: 'I have kept it',
  },
  { name: 'webhook-endpoint', path: page, installation: out(), shows: 'Waits for an earlier event' },
  { name: 'webhook-endpoint-disabled', path: page, installation: disabled(), shows: 'Nothing was sent yet' },
  {
    name: 'webhook-endpoint-filtered',
    path: `${page}?state=FAILED&type=BUSINESS_REVOKING&subject=${alpine.id}`,
    installation: out(),
    shows: 'No delivery matches',
  },
  {
    name: 'webhook-endpoint-loading',
    path: page,
    overrides: [graphql.query('WebhookEndpoint', () => delay('infinite'))],
    shows: 'All endpoints',
  },
  {
    name: 'webhook-endpoint-failed',
    path: page,
    overrides: [graphql.query('WebhookEndpoint', () => failed('Being maintained.', { code: 'UNAVAILABLE' }))],
    shows: 'Being maintained.',
  },
  {
    name: 'webhook-endpoint-test',
    path: page,
    installation: { ...out(), webhookAnswer: refused },
    async act(page) {
      await press(page, 'Test')
      await inDialog(page, 'Send the test')
    },
    shows: 'What was sent',
  },
  {
    name: 'webhook-endpoint-rotate',
    path: page,
    installation: out(),
    act: (page) => press(page, 'Rotate secret'),
    shows: 'The present secret counts on for',
  },
  {
    name: 'webhook-endpoint-replay',
    path: page,
    installation: { ...out(), webhookDeliveries: [] },
    async act(page) {
      await press(page, 'Send again')
      await inDialog(page, 'Send again')
    },
    shows: 'No event of these types happened in this range.',
  },
  {
    name: 'webhook-endpoint-delete',
    path: page,
    installation: out(),
    overrides: [
      graphql.mutation('DeleteWebhookEndpoint', () =>
        HttpResponse.json({
          data: { act: { deletedId: null, userErrors: [{ message: 'There is no such webhook endpoint.' }] } },
        }),
      ),
    ],
    async act(page) {
      await press(page, 'Delete')
      await inDialog(page, 'Delete')
    },
    shows: 'Nothing was changed',
  },
  {
    name: 'webhook-delivery',
    path: `/admin/webhooks/deliveries/${givenUp.id}`,
    installation: out(),
    shows: 'No answer in time',
  },
  {
    name: 'webhook-delivery-waits',
    path: `/admin/webhooks/deliveries/${queued.id}`,
    installation: { ...out(), webhookEndpoints: disabled().webhookEndpoints },
    shows: 'Not tried yet',
  },
]

/** What Meta has sent, and what is sent to partners' servers. */
export const webhooksScreens = [...fromMeta, ...toYou]
