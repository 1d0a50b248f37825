import { delay, graphql, HttpResponse } from 'msw'
import { makeAuditEvent, makeOnboarding, makeProblem, makeSteps, minutesAgo } from '@/test/factories'
import { failed } from '@/test/failed'
import { makeClient, type Installation } from '@/test/installation'
import { alpine, lists } from './alpine'
import { hostile } from './hostile'
import type { Screen } from './screen'

const waiting = makeOnboarding(3, {
  supportCode: 'M2KD-77Q0',
  status: 'OPEN',
  completedAt: null,
  createdAt: minutesAgo(4),
  expiresAt: minutesAgo(-26),
  externalId: 'shop-77',
})
const syncing = makeOnboarding(4, {
  supportCode: 'P4WX-90AB',
  status: 'SYNCING',
  completedAt: null,
  createdAt: minutesAgo(2),
  steps: makeSteps('RUNNING'),
  externalId: hostile[0]?.slice(0, 200),
})
const failedTwice = makeOnboarding(5, {
  supportCode: 'R8ST-11CD',
  status: 'FAILED',
  completedAt: null,
  createdAt: minutesAgo(60),
  labels: ['eu', 'pilot'],
  steps: [
    ...makeSteps().slice(0, 1),
    { ...(makeSteps()[1] as ReturnType<typeof makeSteps>[number]), status: 'FAILED' },
    ...makeSteps('FAILED'),
  ],
  problem: makeProblem({ code: 'CODE_EXPIRED', message: 'The code was too old: Meta takes it for about 30 seconds.' }),
})
const cancelled = makeOnboarding(6, {
  supportCode: 'T5NV-22EF',
  status: 'CANCELLED',
  completedAt: null,
  createdAt: minutesAgo(90),
  booking: true,
  language: 'JA',
  returnUrl: `https://app.example.com/settings/connections/facebook?client=${'9'.repeat(120)}`,
  problem: makeProblem({
    code: 'ONBOARDING_CANCELLED',
    message: 'The onboarding was cancelled by whoever had prepared it.',
    action: 'Start a new one if the client is to connect after all.',
    actor: 'PARTNER',
    since: minutesAgo(10),
    retryable: false,
    retryAt: null,
  }),
})
const expired = makeOnboarding(7, { supportCode: 'V6PW-33GH', status: 'EXPIRED', completedAt: null })
const renewed = (n: number, action: string) =>
  makeAuditEvent(n, {
    at: minutesAgo(n * 8),
    action,
    subjectKind: 'onboarding',
    subjectId: cancelled.id,
    before: { status: 'OPEN' },
    after: { status: action === 'onboarding: cancelled' ? 'CANCELLED' : 'OPEN', expiresAt: minutesAgo(-9) },
  })
const events = [
  makeAuditEvent(1, { subjectId: alpine.id }),
  makeAuditEvent(2, {
    actorKind: 'ONBOARDING_TOKEN',
    actorName: 'onboarding R8ST-11CD',
    action: 'onboarding: code received',
    subjectKind: 'onboarding',
    subjectId: failedTwice.id,
    before: { status: 'OPEN' },
    after: { status: 'EXCHANGING' },
  }),
  makeAuditEvent(3, {
    action: 'onboarding: created',
    subjectKind: 'onboarding',
    subjectId: failedTwice.id,
    before: null,
    after: { status: 'OPEN' },
  }),
  makeAuditEvent(4, {
    actorKind: 'SYSTEM',
    actorName: 'CAPI Connect',
    action: 'keys: rotated',
    subjectKind: 'installation',
    before: { key: '1234567' },
    after: { key: '7654321', reason: hostile[0]?.slice(0, 500) },
    requestId: null,
    isSigned: false,
    place: null,
  }),
  renewed(5, 'onboarding: cancelled'),
  renewed(6, 'onboarding: link replaced'),
  renewed(7, 'onboarding: extended'),
  renewed(8, 'onboarding: created'),
]
const installation = (): Partial<Installation> => ({
  clients: [makeClient(alpine, lists)],
  pending: [waiting, syncing, failedTwice, cancelled, expired],
  auditEvents: events,
})

/** What has happened: onboardings with their timelines, and the audit. */
export const activityScreens: Screen[] = [
  { name: 'activity', path: '/admin/activity', installation: installation(), shows: 'M2KD-77Q0' },
  {
    name: 'activity-filtered',
    path: `/admin/activity?status=OPEN&status=FAILED&since=2026-01-01&business=${alpine.id}`,
    installation: installation(),
    shows: 'Of one business',
  },
  { name: 'activity-empty', path: '/admin/activity', shows: 'No onboarding yet' },
  {
    name: 'activity-loading',
    path: '/admin/activity',
    overrides: [graphql.query('Onboardings', () => delay('infinite'))],
    shows: 'The journeys of clients',
  },
  {
    name: 'activity-failed',
    path: '/admin/activity',
    overrides: [
      graphql.query('Onboardings', () =>
        failed('Something went wrong here. Try again in a moment.', { code: 'INTERNAL', requestId: 'req-4711' }),
      ),
    ],
    shows: 'req-4711',
  },
  {
    name: 'timeline-waiting',
    path: `/admin/activity/${waiting.id}`,
    installation: installation(),
    shows: 'A code can be given until',
  },
  {
    name: 'timeline-live',
    path: `/admin/activity/${syncing.id}`,
    installation: installation(),
    shows: 'Live: what happens',
  },
  {
    name: 'timeline-failed',
    path: `/admin/activity/${failedTwice.id}`,
    installation: installation(),
    shows: 'Try 2',
  },
  {
    name: 'timeline-cancelled',
    path: `/admin/activity/${cancelled.id}`,
    installation: installation(),
    shows: 'The onboarding was cancelled',
  },
  {
    name: 'timeline-viewer',
    path: `/admin/activity/${waiting.id}`,
    installation: { ...installation(), viewer: { email: 'eve@example.com', role: 'VIEWER' } },
    shows: 'A code can be given until',
  },
  {
    name: 'extend-dialog',
    path: `/admin/activity/${expired.id}`,
    installation: installation(),
    act: (page) => page.getByRole('button', { name: 'Extend' }).click(),
    shows: 'From now on it works for',
  },
  {
    name: 'new-link-dialog',
    path: `/admin/activity/${waiting.id}`,
    installation: installation(),
    act: (page) => page.getByRole('button', { name: 'New link' }).click(),
    shows: 'Make a new link?',
  },
  {
    name: 'new-link-made',
    path: `/admin/activity/${failedTwice.id}`,
    installation: installation(),
    act: async (page) => {
      await page.getByRole('button', { name: 'New link' }).click()
      await page.getByRole('button', { name: 'Make the link' }).click()
    },
    shows: 'Copy link',
  },
  {
    name: 'cancel-dialog',
    path: `/admin/activity/${waiting.id}`,
    installation: installation(),
    act: (page) => page.getByRole('button', { name: 'Cancel onboarding' }).click(),
    shows: 'Reason (optional)',
  },
  {
    name: 'cancel-refused',
    path: `/admin/activity/${waiting.id}`,
    installation: installation(),
    overrides: [
      graphql.mutation('CancelOnboarding', () =>
        HttpResponse.json({
          data: {
            cancelOnboarding: {
              __typename: 'CancelOnboardingPayload',
              onboarding: null,
              userErrors: [{ __typename: 'UserError', message: 'The client has granted access, and the connection is being made.' }],
            },
          },
        }),
      ),
    ],
    act: async (page) => {
      await page.getByRole('button', { name: 'Cancel onboarding' }).click()
      await page.getByRole('dialog').getByRole('button', { name: 'Cancel onboarding' }).click()
    },
    shows: 'Not cancelled',
  },
  {
    name: 'timeline-not-found',
    path: '/admin/activity/e0000000-0000-4000-8000-000000000999',
    installation: installation(),
    shows: 'There is nothing at this address',
  },
  {
    name: 'audit',
    path: '/admin/activity?view=audit',
    installation: installation(),
    act: (page) => page.getByText('Details').first().click(),
    shows: 'All changes of this request',
  },
  {
    name: 'audit-narrowed',
    path: '/admin/activity?view=audit&request=req-2&subject=e0000000-0000-4000-8000-000000000005&by=nobody',
    installation: installation(),
    shows: 'No change matches',
  },
  {
    name: 'business-activity',
    path: `/admin/businesses/${alpine.id}?tab=activity`,
    installation: {
      ...installation(),
      clients: [
        makeClient(alpine, {
          onboardings: [makeOnboarding(1, { steps: makeSteps() }), makeOnboarding(8, { status: 'EXPIRED' })],
        }),
      ],
    },
    act: (page) => page.getByText('Timeline', { exact: true }).first().click(),
    shows: 'Code exchanged for a token',
  },
]
