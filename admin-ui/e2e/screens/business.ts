import { delay, graphql } from 'msw'
import type { Page } from 'playwright-core'
import {
  makeChange,
  makeDataset,
  makeOnboarding,
  makeOrphanGrant,
  makeProblem,
  makeReceipt,
  makeReconnection,
  makeSyncRun,
  makeTokenLease,
  minutesAgo,
} from '@/test/factories'
import { failed } from '@/test/failed'
import { makeClient, type Client } from '@/test/installation'
import { alpine, lists } from './alpine'
import { hostile } from './hostile'
import type { Screen } from './screen'

const businessPath = `/admin/businesses/${alpine.id}`
const business = (fields: Partial<typeof alpine> = {}, given: Partial<Client> = lists) => ({
  clients: [makeClient({ ...alpine, ...fields }, given)],
})

const stuck = () =>
  business({
    status: 'REVOKE_STUCK',
    problem: makeProblem({
      code: 'REVOCATION_STUCK',
      message: 'Meta has not confirmed the end of the connection for 30 days. The token is no longer used here.',
      action: 'Have the client remove the app under Connected apps at Meta, then forget the connection here.',
      actor: 'PARTNER',
      retryable: true,
      retryAt: minutesAgo(-600),
      metaCode: 2,
      metaSubcode: null,
    }),
    revocation: makeReceipt({
      outcome: 'PENDING',
      verified: false,
      requestedAt: minutesAgo(31 * 24 * 60),
      endedAt: null,
      nextAttemptAt: minutesAgo(-600),
      tries: 254,
      lastTriedAt: minutesAgo(840),
    }),
  })

const leases = [
  makeTokenLease(1, { purpose: 'Purchases of the web shop', dataset: { name: 'Web shop' } }),
  makeTokenLease(2, { state: 'REQUESTED', grantedAt: null, expiresAt: null, leasedBy: hostile[1] }),
  makeTokenLease(3, { state: 'ENDED', endedAt: minutesAgo(90), endReason: 'REQUESTED', endVerified: true }),
  makeTokenLease(4, { state: 'ENDED', endedAt: minutesAgo(95), endReason: 'CONNECTION_ENDED' }),
  makeTokenLease(5, {
    state: 'FAILED',
    grantedAt: null,
    expiresAt: null,
    endedAt: minutesAgo(300),
    endReason: 'NOT_GRANTED',
    dataset: null,
  }),
]

async function endLease(page: Page) {
  await page.getByRole('button', { name: 'End the token for Purchases of the web shop' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'End' }).click()
}

async function sendTestEvent(page: Page) {
  await page
    .getByRole('button', { name: /^Send a test event/ })
    .first()
    .click()
  await page.getByLabel('Test event code').fill('TEST12345')
  await page.getByRole('button', { name: 'Send one event' }).click()
}

/** One business, and ending its connection. */
export const businessScreens: Screen[] = [
  { name: 'business', path: businessPath, installation: business(), shows: 'Web shop' },
  {
    name: 'business-shared',
    path: `${businessPath}?list=shared`,
    installation: business(),
    shows: 'Agency retargeting',
  },
  {
    name: 'business-changes',
    path: `${businessPath}?list=changes`,
    installation: business({ lastSync: makeSyncRun({ addedCount: 2, removedCount: 1 }) }),
    shows: '2 added, 1 removed',
  },
  { name: 'business-permissions', path: `${businessPath}?tab=permissions`, installation: business(), shows: 'ads_read' },
  {
    name: 'business-leases',
    path: `${businessPath}?tab=leases`,
    installation: business({}, { ...lists, leases }),
    shows: 'Ended with the connection, not confirmed by Meta',
  },
  {
    name: 'business-leases-viewer',
    path: `${businessPath}?tab=leases`,
    installation: { ...business({}, { ...lists, leases }), viewer: { email: 'eve@example.com', role: 'VIEWER' } },
    shows: 'Ended on request',
  },
  {
    name: 'business-leases-none',
    path: `${businessPath}?tab=leases`,
    installation: business(),
    shows: 'No backend has asked for a token',
  },
  {
    name: 'business-lease-not-ended',
    path: `${businessPath}?tab=leases`,
    installation: {
      ...business({}, { ...lists, leases }),
      refusedEnd: 'Meta has taken the request and still says that the token works. Try again in a minute.',
    },
    act: endLease,
    shows: 'still says that the token works',
  },
  { name: 'business-activity', path: `${businessPath}?tab=activity`, installation: business(), shows: 'Support code' },
  { name: 'business-settings', path: `${businessPath}?tab=settings`, installation: business(), shows: 'One dataset only' },
  {
    name: 'business-settings-viewer',
    path: `${businessPath}?tab=settings`,
    installation: { ...business(), viewer: { email: 'eve@example.com', role: 'VIEWER' } },
    shows: 'Datasets that count',
  },
  {
    name: 'business-reconnected',
    path: businessPath,
    installation: business(
      {
        reconnection: makeReconnection({
          datasetsGained: 2,
          datasetsLost: 1,
          permissionsLost: ['business_management'],
        }),
      },
      {
        ...lists,
        regranted: [
          makeChange(1, { datasetName: 'Web shop' }),
          makeChange(2, { datasetName: 'App' }),
          makeChange(3, { kind: 'REMOVED', datasetName: 'Stores (offline)' }),
        ],
      },
    ),
    shows: 'Since the last grant',
  },
  {
    name: 'business-conflicts',
    path: businessPath,
    installation: business(
      { connectedAt: minutesAgo(3000), status: 'NEEDS_RECONNECT', problem: makeProblem() },
      {
        ...lists,
        orphanGrant: makeOrphanGrant(1),
        stopped: [
          makeOnboarding(1, {
            status: 'FAILED',
            externalId: 'shop-999',
            problem: makeProblem({ code: 'EXTERNAL_ID_CONFLICT' }),
          }),
          makeOnboarding(2, { status: 'FAILED', problem: makeProblem({ code: 'OTHER_BUSINESS' }) }),
        ],
      },
    ),
    shows: 'A conflict was stopped',
  },
  {
    name: 'business-one-dataset',
    path: businessPath,
    installation: business({
      oneDataset: true,
      problem: makeProblem({
        code: 'SEVERAL_DATASETS',
        message: 'The business is to have one dataset, but it has granted several.',
        action: 'Choose which one counts, or have the client connect again and tick just that one.',
        actor: 'PARTNER',
        metaCode: null,
        metaSubcode: null,
        fbtraceId: null,
      }),
    }),
    shows: 'Use this one',
  },
  {
    name: 'business-one-dataset-chosen',
    path: businessPath,
    installation: business({ oneDataset: true }, { ...lists, chosen: lists.owned[0] ?? null }),
    shows: 'Not used',
  },
  {
    name: 'reconnect',
    path: businessPath,
    installation: business(),
    act: (page) => page.getByRole('button', { name: 'Reconnect' }).click(),
    shows: 'Make a link to send',
  },
  {
    name: 'reconnect-link',
    path: businessPath,
    installation: business(),
    async act(page) {
      await page.getByRole('button', { name: 'Reconnect' }).click()
      await page.getByRole('button', { name: 'Make a link to send' }).click()
    },
    shows: 'Send this link to the client',
  },
  {
    name: 'test-event',
    path: businessPath,
    installation: business(),
    act: (page) => page.getByRole('button', { name: /^Send a test event/ }).first().click(),
    shows: 'Meta processes a test event as any other',
  },
  {
    name: 'test-event-arrived',
    path: businessPath,
    installation: business(),
    act: sendTestEvent,
    shows: 'Meta says that it received 1 event',
  },
  {
    name: 'test-event-refused',
    path: businessPath,
    installation: {
      ...business(),
      refusedTest: makeProblem({
        code: 'META_REFUSED',
        message: 'Meta refused the request.',
        action: 'Look Meta’s error code up in Meta’s error reference, or ask Meta’s support with the trace id.',
        actor: 'PARTNER',
        metaCode: 100,
        metaSubcode: 2804050,
      }),
    },
    act: sendTestEvent,
    shows: 'Meta refused the request.',
  },
  {
    name: 'erase',
    path: `${businessPath}?tab=settings`,
    installation: business({ status: 'DISCONNECTED', disconnectedAt: minutesAgo(1) }),
    act: (page) => page.getByRole('button', { name: 'Erase business' }).click(),
    shows: 'Erase for good',
  },
  {
    name: 'business-syncing',
    path: businessPath,
    installation: business({ lastSync: makeSyncRun({ outcome: 'RUNNING', endedAt: null, pages: 12 }) }, {}),
    shows: '12 pages so far',
  },
  {
    name: 'business-token-expiring',
    path: businessPath,
    installation: business({
      tokenExpiresAt: minutesAgo(-6 * 24 * 60),
      problem: makeProblem({
        code: 'TOKEN_EXPIRING',
        message: 'The token ends soon and could not be replaced.',
        action: 'Have the client connect again before it ends.',
      }),
    }),
    shows: 'The token ends',
  },
  {
    name: 'business-problem',
    path: `${businessPath}?tab=permissions`,
    installation: business({
      status: 'NEEDS_RECONNECT',
      problem: makeProblem(),
      permissions: [
        { permission: 'ads_read', requested: true, state: 'GRANTED', datasetMetaIds: ['1', '2'] },
        { permission: 'business_management', requested: true, state: 'DENIED', datasetMetaIds: null },
        { permission: 'catalog_management', requested: false, state: 'UNKNOWN', datasetMetaIds: null },
      ],
    }),
    act: (page) => page.getByText('Details for support').click(),
    shows: 'subcode 466',
  },
  {
    name: 'business-throttled',
    path: businessPath,
    installation: business({
      status: 'DEGRADED',
      problem: makeProblem({
        code: 'THROTTLED',
        message: 'Meta limits the calls for this business for a while.',
        action: 'Nothing to do: reading goes on by itself.',
        actor: 'NOBODY',
        retryable: true,
        retryAt: minutesAgo(-42),
        metaCode: 80004,
        metaSubcode: null,
      }),
    }),
    shows: 'Nobody has to act',
  },
  {
    name: 'business-bare',
    path: businessPath,
    installation: business({ name: null, permissions: [] }, {}),
    shows: 'Name not known yet',
  },
  {
    name: 'business-revoking',
    path: businessPath,
    installation: business({
      status: 'REVOKING',
      revocation: makeReceipt({
        outcome: 'PENDING',
        verified: false,
        endedAt: null,
        nextAttemptAt: minutesAgo(-5),
        tries: 3,
        lastTriedAt: minutesAgo(4),
        fbtraceIds: [],
      }),
    }),
    shows: 'Not confirmed yet',
  },
  { name: 'business-stuck', path: businessPath, installation: stuck(), shows: 'You have to act' },
  {
    name: 'forget',
    path: businessPath,
    installation: stuck(),
    act: (page) => page.getByRole('button', { name: 'Forget here' }).click(),
    shows: 'The token is wiped, for good',
  },
  {
    name: 'forget-receipt',
    path: businessPath,
    installation: stuck(),
    async act(page) {
      await page.getByRole('button', { name: 'Forget here' }).click()
      await page.getByRole('dialog').getByRole('button', { name: 'Forget here' }).click()
    },
    shows: 'Receipt: Alpine Outdoor GmbH',
  },
  {
    name: 'business-disconnected',
    path: businessPath,
    installation: business({
      status: 'DISCONNECTED',
      disconnectedAt: minutesAgo(1),
      revocation: makeReceipt({ outcome: 'REMOVED_HERE_ONLY', verified: false }),
    }),
    shows: 'Removed here only',
  },
  {
    name: 'business-viewer',
    path: businessPath,
    installation: { ...business(), viewer: { email: 'eve@example.com', role: 'VIEWER' } },
    shows: 'Your role is Viewer',
  },
  ...hostile.map((name, i) => ({
    name: `business-hostile-name-${i + 1}`,
    path: businessPath,
    installation: business({ name }, { ...lists, owned: [makeDataset(1, { name })] }),
    shows: 'Actions',
  })),
  { name: 'business-not-found', path: '/admin/businesses/unknown', shows: 'There is nothing at this address' },
  {
    name: 'business-loading',
    path: businessPath,
    overrides: [graphql.query('Business', () => delay('infinite'))],
    shows: 'Businesses',
  },
  {
    name: 'disconnect',
    path: businessPath,
    installation: business(),
    act: (page) => page.getByRole('button', { name: 'Disconnect' }).click(),
    shows: 'Events that are sent with this token will fail.',
  },
  {
    name: 'disconnect-receipt',
    path: businessPath,
    installation: business(),
    async act(page) {
      await page.getByRole('button', { name: 'Disconnect' }).click()
      await page.getByRole('dialog').getByRole('button', { name: 'Disconnect' }).click()
    },
    shows: 'Receipt: Alpine Outdoor GmbH',
  },
  {
    name: 'disconnect-failed',
    path: businessPath,
    installation: business(),
    overrides: [
      graphql.mutation('RevokeConnection', () => failed('The database is being maintained.', { code: 'UNAVAILABLE' })),
    ],
    async act(page) {
      await page.getByRole('button', { name: 'Disconnect' }).click()
      await page.getByRole('dialog').getByRole('button', { name: 'Disconnect' }).click()
    },
    shows: 'The database is being maintained.',
  },
  {
    name: 'checked',
    path: businessPath,
    installation: business(),
    act: (page) => page.getByRole('button', { name: 'Check' }).click(),
    shows: 'Meta confirms that the connection works.',
  },
]
