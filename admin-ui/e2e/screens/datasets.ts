import { delay, graphql } from 'msw'
import { makeBusiness, makeDataset } from '@/test/factories'
import { failed } from '@/test/failed'
import { makeClient } from '@/test/installation'
import { hostile } from './hostile'
import type { Screen } from './screen'

const shared = makeDataset(90, { name: 'Agency retargeting', ownerBusinessName: 'Northlight Media' })
const clients = ['Alpine Outdoor GmbH', 'Bakery Lindqvist', 'Casa Verde Interiors', 'Dockside Cycles'].map((name, i) =>
  makeClient(makeBusiness(i + 1, { name }), {
    owned: [
      makeDataset(10 * i + 1, { name: `${name}: web shop`, ownerBusinessName: name }),
      makeDataset(10 * i + 2, {
        name: i ? 'App events' : null,
        ownerBusinessName: null,
        lastFiredAt: null,
        isUnavailable: i === 1,
      }),
    ],
    shared: [shared],
  }),
)

/** The datasets of all businesses. */
export const datasetsScreens: Screen[] = [
  { name: 'datasets', path: '/admin/datasets', installation: { clients }, shows: 'Agency retargeting' },
  {
    name: 'datasets-filtered',
    path: '/admin/datasets?relation=owned&silent=7&unavailable=yes&sort=fired',
    installation: { clients },
    shows: 'App events',
  },
  {
    name: 'datasets-hostile-names',
    path: '/admin/datasets',
    installation: {
      clients: hostile.map((name, i) =>
        makeClient(makeBusiness(i + 1, { name }), { owned: [makeDataset(i + 1, { name, ownerBusinessName: name })] }),
      ),
    },
    shows: 'onerror',
  },
  { name: 'datasets-empty', path: '/admin/datasets', shows: 'No dataset yet' },
  {
    name: 'datasets-no-match',
    path: '/admin/datasets?q=nothing',
    installation: { clients },
    shows: 'No dataset matches',
  },
  { name: 'datasets-empty-page', path: '/admin/datasets?after=99', installation: { clients }, shows: 'empty now' },
  {
    name: 'datasets-loading',
    path: '/admin/datasets',
    overrides: [graphql.query('AllDatasets', () => delay('infinite'))],
    shows: 'Datasets',
  },
  {
    name: 'datasets-failed',
    path: '/admin/datasets',
    overrides: [
      graphql.query('AllDatasets', () =>
        failed('Something went wrong here. Try again in a moment.', { code: 'INTERNAL', requestId: 'req-4715' }),
      ),
    ],
    shows: 'req-4715',
  },
]
