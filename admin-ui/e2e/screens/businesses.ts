import { delay, graphql } from 'msw'
import { makeBusiness } from '@/test/factories'
import { failed } from '@/test/failed'
import { makeClient } from '@/test/installation'
import { clients } from './clients'
import { hostile } from './hostile'
import type { Screen } from './screen'

/** The list of businesses. */
export const businessesScreens: Screen[] = [
  { name: 'businesses', path: '/admin/', installation: { clients }, shows: 'Alpine Outdoor' },
  {
    name: 'businesses-filter',
    path: '/admin/businesses?status=DEGRADED&size=10',
    installation: { clients },
    act: (page) => page.getByRole('button', { name: 'Degraded' }).click(),
    shows: 'Disconnect stuck',
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
