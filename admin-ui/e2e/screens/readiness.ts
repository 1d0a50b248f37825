import { delay, graphql } from 'msw'
import { daysAgo, makeReadiness, makeRule, makeUsage } from '@/test/factories'
import { failed } from '@/test/failed'
import type { UsageRecord } from '@/test/records'
import type { Screen } from './screen'

/** A plausible month: weekdays and weekends, an outage, and many datasets tried. */
const usage: UsageRecord[] = Array.from({ length: 30 }, (_, ago) => {
  const busy = [0.3, 1, 0.9, 1.1, 1, 0.8, 0.25][ago % 7] ?? 1
  return [
    makeUsage(ago, { calls: Math.round(34 * busy) }),
    makeUsage(ago, { endpoint: 'shared_datasets', calls: Math.round(21 * busy) }),
    makeUsage(ago, { endpoint: 'dataset', calls: Math.round((ago === 3 ? 90 : 12) * busy) }),
    makeUsage(ago, { endpoint: 'business', calls: Math.round(4 * busy) }),
    makeUsage(ago, { endpoint: 'dataset', outcome: 'throttled', calls: ago === 3 ? 14 : 0 }),
    makeUsage(ago, { outcome: 'no_answer', calls: ago % 5 === 2 ? 2 : 0 }),
    makeUsage(ago, { outcome: 'permission', calls: ago % 9 === 4 ? 3 : 0 }),
  ]
}).flat()

const none = makeRule({ calls: 0, errorRequests: 0, errorPercentMin: null, errorPercentMax: null, reachedOn: null })

/** How far the app is from full access. */
export const readinessScreens: Screen[] = [
  { name: 'app-review', path: '/admin/app-review', installation: { usage }, shows: 'Calls by day' },
  {
    name: 'app-review-met',
    path: '/admin/app-review',
    installation: {
      usage,
      readiness: makeReadiness({
        current: makeRule({ state: 'MET', calls: 1840, reachedOn: null }),
        former: makeRule({
          state: 'UNKNOWN',
          calls: 1840,
          requiredCalls: 1500,
          errorPercentMin: 9,
          errorPercentMax: 17,
          reachedOn: null,
        }),
        accessTier: { level: 'FULL', metaName: 'standard_access', seenAt: new Date().toISOString() },
      }),
    },
    async act(page) {
      await page.getByText('Show as a table').first().click()
    },
    shows: 'Full access',
  },
  {
    name: 'app-review-too-many-errors',
    path: '/admin/app-review',
    installation: {
      usage,
      readiness: makeReadiness({
        current: makeRule({ calls: 900, errorPercentMin: 31.4, errorPercentMax: 33, reachedOn: null }),
        isIdle: true,
        lastCallOn: daysAgo(19),
        inactiveOn: daysAgo(-71),
      }),
    },
    shows: 'will not be met',
  },
  {
    name: 'app-review-fresh',
    path: '/admin/app-review',
    installation: {
      readiness: makeReadiness({
        current: none,
        former: none,
        accessTier: null,
        countedSince: null,
        lastCallOn: null,
        inactiveOn: null,
      }),
    },
    shows: 'No calls in these 30 days.',
  },
  {
    name: 'app-review-loading',
    path: '/admin/app-review',
    overrides: [graphql.query('AppReview', () => delay('infinite'))],
    shows: 'App Review',
  },
  {
    name: 'app-review-failed',
    path: '/admin/app-review',
    overrides: [
      graphql.query('AppReview', () =>
        failed('Something went wrong here. Try again in a moment.', { code: 'INTERNAL', requestId: 'req-4714' }),
      ),
    ],
    shows: 'req-4714',
  },
]
