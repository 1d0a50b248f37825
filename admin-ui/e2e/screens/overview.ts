import { delay, graphql } from 'msw'
import {
  daysAgo,
  makeBusiness,
  makeFailedCheck,
  makeFunnel,
  makeOnboarding,
  makeProblem,
  makeReadiness,
  makeSetup,
  minutesAgo,
} from '@/test/factories'
import { failed } from '@/test/failed'
import { makeClient } from '@/test/installation'
import { clients } from './clients'
import { hostile } from './hostile'
import type { Screen } from './screen'

const funnel = makeFunnel({ opened: 48, codeGiven: 41, exchanged: 39, identified: 39, completed: 37 })
const pending = [
  makeOnboarding(1, {
    status: 'OPEN',
    externalId: 'shop-118',
    createdAt: minutesAgo(12),
    expiresAt: minutesAgo(-18),
    completedAt: null,
  }),
  makeOnboarding(2, { status: 'SYNCING', createdAt: minutesAgo(2), expiresAt: minutesAgo(-28), completedAt: null }),
]

/** How everything stands. */
export const overviewScreens: Screen[] = [
  { name: 'overview', path: '/admin/', installation: { clients, funnel, pending }, shows: 'Bakery Lindqvist' },
  {
    name: 'overview-idle',
    path: '/admin/',
    installation: {
      clients: clients.slice(9),
      funnel,
      readiness: makeReadiness({ isIdle: true, lastCallOn: daysAgo(21), inactiveOn: daysAgo(-69), accessTier: null }),
    },
    shows: 'Nothing needs attention',
  },
  {
    name: 'overview-hostile-names',
    path: '/admin/',
    installation: {
      clients: hostile.map((name, i) =>
        makeClient(makeBusiness(i + 1, { name, status: 'NEEDS_RECONNECT', problem: makeProblem() })),
      ),
      pending: [makeOnboarding(1, { status: 'OPEN', externalId: hostile[0], completedAt: null })],
    },
    shows: 'onerror',
  },
  {
    name: 'overview-viewer',
    path: '/admin/',
    installation: { clients, funnel, pending, viewer: { email: 'eve@example.com', role: 'VIEWER' } },
    shows: 'Bakery Lindqvist',
  },
  {
    name: 'overview-setup',
    path: '/admin/',
    installation: {
      clients,
      funnel,
      setup: makeSetup({ WEBHOOK_ADDRESS: makeFailedCheck(), WEBHOOK_SUBSCRIPTION: makeFailedCheck() }),
    },
    shows: '2 checks of the setup failed',
  },
  { name: 'overview-empty', path: '/admin/', shows: 'No business connected yet' },
  {
    name: 'overview-loading',
    path: '/admin/',
    overrides: [graphql.query('Overview', () => delay('infinite'))],
    shows: 'Overview',
  },
  {
    name: 'overview-failed',
    path: '/admin/',
    overrides: [
      graphql.query('Overview', () =>
        failed('Something went wrong here. Try again in a moment.', { code: 'INTERNAL', requestId: 'req-4713' }),
      ),
    ],
    shows: 'req-4713',
  },
]
