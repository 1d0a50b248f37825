import { delay, graphql } from 'msw'
import { makeDeletion, makeMetaEvent, makeOrphanGrant } from '@/test/factories'
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
export const webhooksScreens: Screen[] = [
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
