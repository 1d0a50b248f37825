import { delay, graphql } from 'msw'
import { makeDataset, makeProblem, makeReceipt, minutesAgo } from '@/test/factories'
import { failed } from '@/test/failed'
import { makeClient } from '@/test/installation'
import { alpine, lists } from './alpine'
import { hostile } from './hostile'
import type { Screen } from './screen'

const businessPath = `/admin/businesses/${alpine.id}`
const business = (fields: Partial<typeof alpine> = {}, given: Partial<typeof lists> = lists) => ({
  clients: [makeClient({ ...alpine, ...fields }, given)],
})

/** One business, and ending its connection. */
export const businessScreens: Screen[] = [
  { name: 'business', path: businessPath, installation: business(), shows: 'Web shop' },
  {
    name: 'business-shared',
    path: `${businessPath}?tab=shared`,
    installation: business(),
    shows: 'Agency retargeting',
  },
  {
    name: 'business-problem',
    path: businessPath,
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
        fbtraceIds: [],
      }),
    }),
    shows: 'Not confirmed yet',
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
