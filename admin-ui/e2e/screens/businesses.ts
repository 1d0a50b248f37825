import { delay, graphql } from 'msw'
import { makeBusiness, makeOnboarding, makeOrphanGrant, minutesAgo } from '@/test/factories'
import { failed } from '@/test/failed'
import { makeClient } from '@/test/installation'
import { clients } from './clients'
import { hostile } from './hostile'
import type { Screen } from './screen'

const orphanGrants = [
  makeOrphanGrant(1, { name: 'Orchard Street Books' }),
  makeOrphanGrant(2, {
    name: null,
    onboarding: makeOnboarding(2, { status: 'OPEN', completedAt: null, expiresAt: minutesAgo(-300) }),
  }),
  makeOrphanGrant(3, { name: hostile[0] }),
]

/** The list of businesses. */
export const businessesScreens: Screen[] = [
  { name: 'businesses', path: '/admin/businesses', installation: { clients }, shows: 'Alpine Outdoor' },
  {
    name: 'businesses-filter',
    path: '/admin/businesses?status=DEGRADED&size=10',
    installation: { clients },
    act: (page) => page.getByRole('button', { name: 'Degraded' }).click(),
    shows: 'Disconnect stuck',
  },
  {
    name: 'businesses-attention',
    path: '/admin/businesses?attention=yes',
    installation: { clients },
    shows: 'Clear filters',
  },
  {
    name: 'orphan-grants',
    path: '/admin/businesses',
    installation: { clients, orphanGrants },
    shows: 'Orphan grants',
  },
  {
    name: 'orphan-grants-page',
    path: '/admin/businesses?orphansAfter=1',
    installation: { clients, orphanGrants: Array.from({ length: 30 }, (_, i) => makeOrphanGrant(i + 1)) },
    shows: 'Orphan 3',
  },
  {
    name: 'orphan-grants-failed',
    path: '/admin/businesses',
    installation: { clients },
    overrides: [
      graphql.query('OrphanGrants', () =>
        failed('Something went wrong here. Try again in a moment.', { code: 'INTERNAL', requestId: 'req-4712' }),
      ),
    ],
    shows: 'req-4712',
  },
  {
    name: 'claim',
    path: '/admin/businesses',
    installation: { clients, orphanGrants },
    act: (page) => page.getByRole('button', { name: 'Claim Orchard Street Books' }).click(),
    shows: 'The lost token cannot be fetched',
  },
  {
    name: 'claim-link',
    path: '/admin/businesses',
    // A copy, since a claim changes it.
    installation: { clients, orphanGrants: structuredClone(orphanGrants) },
    async act(page) {
      await page.getByRole('button', { name: 'Claim Orchard Street Books' }).click()
      await page.getByRole('button', { name: 'Make the link' }).click()
    },
    shows: 'It is shown only here and only now',
  },
  { name: 'businesses-empty', path: '/admin/businesses', shows: 'No business connected yet' },
  { name: 'businesses-empty-page', path: '/admin/businesses?after=99', installation: { clients }, shows: 'empty now' },
  {
    name: 'businesses-hostile-names',
    path: '/admin/businesses',
    installation: { clients: hostile.map((name, i) => makeClient(makeBusiness(i + 1, { name, externalId: name }))) },
    shows: 'onerror',
  },
  {
    name: 'businesses-no-match',
    path: '/admin/businesses?q=nobody',
    installation: { clients },
    shows: 'No business matches',
  },
  {
    name: 'businesses-loading',
    path: '/admin/businesses',
    overrides: [graphql.query('Businesses', () => delay('infinite'))],
    shows: 'Businesses',
  },
  {
    name: 'businesses-failed',
    path: '/admin/businesses',
    overrides: [
      graphql.query('Businesses', () =>
        failed('Something went wrong here. Try again in a moment.', { code: 'INTERNAL', requestId: 'req-4711' }),
      ),
    ],
    shows: 'Something went wrong on our side',
  },
]
