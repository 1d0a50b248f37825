import { delay, graphql } from 'msw'
import { makeDeletion, makeJob, makeMetaEvent, makeOnboarding, makeProblem, minutesAgo } from '@/test/factories'
import { failed } from '@/test/failed'
import { makeClient, type Installation } from '@/test/installation'
import { alpine } from './alpine'
import { hostile } from './hostile'
import type { Screen } from './screen'

const problem = makeProblem({
  code: 'META_UNAVAILABLE',
  message: 'Meta could not be reached, or had trouble of its own.',
})
const installation = (): Partial<Installation> => ({
  clients: [makeClient({ ...alpine, problem }, { onboardings: [makeOnboarding(1, { supportCode: 'K7QM-2XRD' })] })],
  metaEvents: [makeMetaEvent(1)],
  deletions: [makeDeletion(1)],
  jobs: [
    makeJob(1, { kind: 'sync', queue: 'onboarding', cancelObstacle: 'A client may wait for it.' }),
    makeJob(2, { kind: 'identify', queue: 'onboarding', state: 'RUNNING', tries: 1 }),
    makeJob(3, { kind: 'event', state: 'WAITING', tries: 0, dueAt: minutesAgo(0) }),
    makeJob(4, { kind: 'delete', state: 'PLANNED', tries: 0, dueAt: minutesAgo(-50) }),
    makeJob(5, {
      kind: 'reconcile',
      state: 'FAILED',
      tries: 25,
      endedAt: minutesAgo(200),
      lastError: 'reading connected businesses: meta connected_client_businesses: status 500, code 2 (OAuthException)',
    }),
    makeJob(6, { kind: 'check', state: 'CANCELLED', tries: 2, endedAt: minutesAgo(30) }),
    makeJob(7, { kind: hostile[0]?.slice(0, 120) ?? '', state: 'PLANNED', tries: 0, lastError: hostile[1] }),
    ...Array.from({ length: 1_200 }, (_, i) =>
      makeJob(i + 8, { kind: 'tend', state: 'COMPLETED', endedAt: minutesAgo(i) }),
    ),
  ],
})

/** What the program does in its own time. */
export const jobsScreens: Screen[] = [
  { name: 'jobs', path: '/admin/jobs', installation: installation(), shows: 'Read datasets' },
  {
    name: 'jobs-done',
    path: '/admin/jobs?state=COMPLETED&kind=tend',
    installation: installation(),
    shows: '1,200 jobs',
  },
  { name: 'jobs-empty', path: '/admin/jobs', shows: 'Everything is done' },
  { name: 'jobs-no-match', path: '/admin/jobs?kind=rekey', installation: installation(), shows: 'No job matches' },
  {
    name: 'jobs-viewer',
    path: '/admin/jobs',
    installation: { ...installation(), viewer: { email: 'eve@example.com', role: 'VIEWER' } },
    shows: 'Read datasets',
  },
  {
    name: 'jobs-loading',
    path: '/admin/jobs',
    overrides: [graphql.query('Jobs', () => delay('infinite'))],
    shows: 'What the program does in its own time',
  },
  {
    name: 'jobs-failed',
    path: '/admin/jobs',
    overrides: [
      graphql.query('Jobs', () =>
        failed('Something went wrong here. Try again in a moment.', { code: 'INTERNAL', requestId: 'req-4713' }),
      ),
    ],
    shows: 'req-4713',
  },
  {
    name: 'jobs-cancel',
    path: '/admin/jobs?state=WAITING&state=PLANNED',
    installation: { ...installation(), jobs: [makeJob(1, { kind: 'recover', state: 'PLANNED' })] },
    act: (page) =>
      page
        .getByRole('button', { name: /Cancel: / })
        .first()
        .click(),
    shows: 'Nothing is done at Meta',
  },
  {
    name: 'jobs-needed',
    path: '/admin/jobs',
    installation: installation(),
    act: (page) => page.getByRole('button', { name: 'Cancel: Read datasets' }).click(),
    shows: 'This job must not be cancelled',
  },
]
