import { screen, within } from '@testing-library/react'
import { graphql } from 'msw'
import { expect, test } from 'vitest'
import { daysAgo, makeReadiness, makeRule, makeUsage } from '@/test/factories'
import { failed } from '@/test/failed'
import { formatDay } from '@/lib/format'
import type { Installation } from '@/test/installation'
import { renderAdmin } from '@/test/render-admin'
import { server } from '@/test/server'

async function open(installation: Partial<Installation> = {}) {
  const rendered = renderAdmin('/app-review', installation)
  await screen.findByRole('region', { name: 'Meta’s rule since May 2026' })
  return rendered
}

const rule = (name: string) => screen.getByRole('region', { name })

test('both rules stand side by side, each with how far it is and when it will be met', async () => {
  await open({
    readiness: makeReadiness({
      current: makeRule({ state: 'MET', calls: 612, reachedOn: null }),
      former: makeRule({ calls: 612, requiredCalls: 1500, reachedOn: '2026-12-05' }),
    }),
  })

  const current = rule('Meta’s rule since May 2026')
  expect(within(current).getByText('Met')).toBeVisible()
  expect(within(current).getByRole('meter', { name: 'Successful calls in 15 days' })).toHaveAttribute(
    'aria-valuetext',
    '612 of 500',
  )
  expect(within(current).getByRole('meter', { name: 'Errors among the last 500 calls' })).toHaveAttribute(
    'aria-valuetext',
    '3.2 %; must be below 15 %',
  )
  const former = rule('Meta’s rule before')
  expect(within(former).getByText('Not yet')).toBeVisible()
  expect(former).toHaveTextContent(
    `888 more calls needed. If the days to come are like the last seven, it is met on ${formatDay('2026-12-05')}.`,
  )
})

test('what the counts leave open is said to be open', async () => {
  await open({
    readiness: makeReadiness({
      current: makeRule({ state: 'UNKNOWN', calls: 900, errorPercentMin: 0, errorPercentMax: 20, reachedOn: null }),
    }),
  })

  const current = rule('Meta’s rule since May 2026')
  expect(within(current).getByText('Not certain')).toBeVisible()
  expect(current).toHaveTextContent('0 % to 20 %; must be below 15 %')
})

test('a pace that leads nowhere is told, and one that is not there yet as well', async () => {
  const slow = makeRule({ calls: 30, reachedOn: null })
  await open({ readiness: makeReadiness({ current: slow, countedSince: daysAgo(40) }) })
  expect(rule('Meta’s rule since May 2026')).toHaveTextContent('At the pace of the last seven days it will not be met.')
})

test('on the first day nothing is made up', async () => {
  const none = makeRule({ calls: 0, errorRequests: 0, errorPercentMin: null, errorPercentMax: null, reachedOn: null })
  await open({
    readiness: makeReadiness({
      current: none,
      former: none,
      accessTier: null,
      countedSince: null,
      lastCallOn: null,
      inactiveOn: null,
    }),
  })

  expect(rule('Meta’s rule since May 2026')).toHaveTextContent('There is no pace to look ahead from yet.')
  expect(rule('Meta’s rule since May 2026')).toHaveTextContent('No call yet')
  expect(rule('Marketing API access tier')).toHaveTextContent('Not known yet')
  expect(rule('Calls by day')).toHaveTextContent('No calls in these 30 days.')
})

test('a tier that Meta has a new word for is shown by that word', async () => {
  await open({
    readiness: makeReadiness({
      accessTier: { level: null, metaName: 'galactic_access', seenAt: new Date().toISOString() },
    }),
  })

  expect(rule('Marketing API access tier')).toHaveTextContent('Not known yet')
  expect(rule('Marketing API access tier')).toHaveTextContent('galactic_access')
})

test('the charts are also words, and tables', async () => {
  const { user } = await open({
    usage: [
      makeUsage(0, { calls: 1200 }),
      makeUsage(1, { endpoint: 'dataset', calls: 30 }),
      makeUsage(1, { endpoint: 'dataset', outcome: 'throttled', calls: 4 }),
      makeUsage(1, { endpoint: 'dataset', outcome: 'not_sent', calls: 77 }),
      makeUsage(1, { endpoint: 'me', calls: 99 }),
    ],
  })

  const calls = rule('Calls by day')
  expect(calls).toHaveTextContent(`1,234 calls in 30 days, most of them on ${formatDay(daysAgo(0))} (1,200).`)
  await user.click(within(calls).getByText('Show as a table'))
  const [, today, yesterday] = within(calls).getAllByRole('row')
  expect(today).toHaveTextContent(`${formatDay(daysAgo(0))}1,20001,200`)
  expect(yesterday).toHaveTextContent(`${formatDay(daysAgo(1))}03434`)
  expect(
    within(calls)
      .getAllByRole('columnheader')
      .map((head) => head.textContent),
  ).toEqual(['Day (UTC)', 'Owned datasets', 'One dataset', 'All'])

  const errors = rule('Errors by day')
  expect(errors).toHaveTextContent('4 errors in 30 days')
  expect(within(errors).getByRole('columnheader', { name: 'Throttled', hidden: true })).toBeInTheDocument()
})

test('a failure can be retried', async () => {
  const { user } = renderAdmin('/app-review')
  server.use(graphql.query('AppReview', () => failed('Being maintained.', { code: 'UNAVAILABLE' }), { once: true }))

  expect(await screen.findByText('Being maintained.')).toBeVisible()
  await user.click(screen.getByRole('button', { name: 'Try again' }))
  expect(await screen.findByRole('region', { name: 'Meta’s rule before' })).toBeVisible()
})
