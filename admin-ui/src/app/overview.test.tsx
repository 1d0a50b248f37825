import { screen, waitFor, within } from '@testing-library/react'
import { graphql } from 'msw'
import { expect, test } from 'vitest'
import {
  daysAgo,
  makeBusiness,
  makeEndpoint,
  makeFailedCheck,
  makeFunnel,
  makeOnboarding,
  makeProblem,
  makeReadiness,
  makeRule,
  makeSetup,
  minutesAgo,
} from '@/test/factories'
import { failed } from '@/test/failed'
import { makeClient, type Installation } from '@/test/installation'
import { renderAdmin } from '@/test/render-admin'
import { server } from '@/test/server'

const throttled = makeProblem({ code: 'THROTTLED', message: 'Meta limits the number of calls.', actor: 'META' })

const clients = () => [
  makeClient(makeBusiness(1)),
  makeClient(makeBusiness(2, { status: 'DEGRADED', problem: throttled })),
  makeClient(makeBusiness(3, { status: 'NEEDS_RECONNECT', problem: makeProblem() })),
  makeClient(makeBusiness(4, { status: 'REVOKE_STUCK', problem: makeProblem({ code: 'REVOCATION_STUCK' }) })),
  makeClient(makeBusiness(5, { status: 'REVOKING', problem: makeProblem({ code: 'REVOCATION_PENDING' }) })),
  makeClient(makeBusiness(6, { status: 'DISCONNECTED' })),
]

const pending = () => [makeOnboarding(7, { status: 'OPEN', completedAt: null, expiresAt: minutesAgo(-30) })]

async function open(installation: Partial<Installation> = {}) {
  const rendered = renderAdmin('/', installation)
  await screen.findByRole('heading', { level: 1, name: 'Overview' })
  return rendered
}

test('the admin begins with how everything stands', async () => {
  await open({ clients: clients(), pending: pending() })

  const shown = await screen.findAllByRole('link', { name: /^(Connected|Need|Pending|Disconnect)/ })
  expect(shown.map((link) => link.textContent)).toEqual([
    'Connected 1',
    'Need attention 3',
    'Pending onboardings 1',
    'Disconnecting 1',
    'Disconnected 1',
  ])
  expect(screen.getByRole('link', { name: 'Overview' })).toHaveAttribute('aria-current', 'page')
  expect(screen.getByRole('link', { name: 'Businesses' })).not.toHaveAttribute('aria-current')
  expect(document.title).toBe('Overview · CAPI Connect')
})

test.each([
  ['Connected', '?status=CONNECTED', ['Business 1']],
  ['Need attention', '?attention=yes', ['Business 2', 'Business 3', 'Business 4']],
  ['Disconnecting', '?status=REVOKING', ['Business 5']],
  ['Disconnected', '?status=DISCONNECTED', ['Business 6']],
])('the number under %s leads to those that were counted', async (label, query, names) => {
  const { history, user } = await open({ clients: clients() })

  await user.click(await screen.findByRole('link', { name: new RegExp(`^${label}`) }))

  const table = await screen.findByRole('table', { name: 'Businesses' })
  const rows = within(table).getAllByRole('rowheader')
  expect(rows.map((row) => within(row).getByRole('link').textContent)).toEqual(names)
  expect(history.location.href).toBe(`/admin/businesses${query}`)
})

test('the number of pending onboardings leads to their list', async () => {
  const { history, user } = await open({ pending: pending() })

  await user.click(await screen.findByRole('link', { name: /^Pending onboardings/ }))

  expect(await screen.findByRole('table', { name: 'Onboardings' })).toBeVisible()
  expect(history.location.search).toBe('?status=OPEN&status=EXCHANGING&status=IDENTIFYING&status=SYNCING')
})

test('what needs attention stands with its reason and one thing to do', async () => {
  const { installation, user } = await open({ clients: clients() })

  const table = await screen.findByRole('table', { name: 'Businesses that need attention' })
  const rows = within(table).getAllByRole('row').slice(1)
  expect(rows.map((row) => within(row).getAllByRole('cell').at(-1)?.textContent)).toEqual([
    'Check',
    'Reconnect',
    'Ask Meta again',
  ])
  expect(rows[0]).toHaveTextContent('Meta limits the number of calls.')

  await user.click(within(table).getByRole('button', { name: 'Check: Business 2' }))
  expect(await screen.findByText('Meta confirms that the connection works.')).toBeVisible()
  await waitFor(() => expect(screen.queryByRole('button', { name: 'Check: Business 2' })).not.toBeInTheDocument())
  expect(installation.operations.filter(({ name }) => name === 'CheckConnection')).toHaveLength(1)
})

test('a business that needs its client is reconnected from here, and no other one by that', async () => {
  const { installation, user } = await open({ clients: clients() })

  await user.click(await screen.findByRole('button', { name: 'Reconnect: Business 3' }))
  const dialog = within(await screen.findByRole('dialog', { name: 'Reconnect Business 3' }))
  await user.click(dialog.getByRole('button', { name: 'Make a link to send' }))

  expect(await screen.findByLabelText('Connect link')).toHaveValue('https://capi.example.com/connect#onb_once')
  expect(installation.operations.filter(({ name }) => name === 'Reconnect')).toMatchObject([
    { variables: { input: { businessId: makeBusiness(3).id } } },
  ])
})

test('of many that need attention the first are shown, and the way to all of them', async () => {
  const many = Array.from({ length: 8 }, (_, i) =>
    makeClient(makeBusiness(i + 1, { status: 'NEEDS_RECONNECT', problem: makeProblem() })),
  )
  const { history, user } = await open({ clients: many })

  const table = await screen.findByRole('table', { name: 'Businesses that need attention' })
  expect(within(table).getAllByRole('rowheader')).toHaveLength(5)
  await user.click(screen.getByRole('link', { name: 'All 8 businesses that need attention' }))
  expect(history.location.search).toBe('?attention=yes')
})

test('a viewer is offered nothing that they may not do', async () => {
  await open({ clients: clients(), viewer: { email: 'eve@example.com', role: 'VIEWER' } })

  const table = await screen.findByRole('table', { name: 'Businesses that need attention' })
  expect(within(table).queryByRole('button')).not.toBeInTheDocument()
  expect(within(table).queryByRole('columnheader', { name: 'Action' })).not.toBeInTheDocument()
})

test('the funnel tells how far onboardings have come', async () => {
  await open({ funnel: makeFunnel({ opened: 40, codeGiven: 30, exchanged: 28, identified: 27, completed: 26 }) })

  const steps = within(await screen.findByRole('region', { name: 'Onboardings of the last 30 days' })).getAllByRole(
    'listitem',
  )
  expect(steps.map((step) => step.textContent)).toEqual([
    'Opened40 100 %',
    'Code given30 75 %',
    'Token received28 70 %',
    'Business identified27 68 %',
    'Completed26 65 %',
  ])
})

test('readiness is a meter with words, and leads to its page', async () => {
  const { user } = await open({ readiness: makeReadiness({ current: makeRule({ calls: 120 }) }) })

  const panel = await screen.findByRole('region', { name: 'App Review' })
  expect(within(panel).getByRole('meter', { name: 'Successful calls in 15 days' })).toHaveAttribute(
    'aria-valuetext',
    '120 of 500',
  )
  expect(panel).toHaveTextContent('Rule: not yet')
  expect(panel).toHaveTextContent('Limited access')
  await user.click(within(panel).getByRole('link', { name: 'Details' }))
  expect(await screen.findByRole('heading', { level: 1, name: 'App Review' })).toBeVisible()
})

test('an app that has long called nothing is warned of', async () => {
  await open({ readiness: makeReadiness({ isIdle: true, lastCallOn: daysAgo(20), inactiveOn: daysAgo(-70) }) })

  expect(await screen.findByText(/Meta may take it for\s+inactive/)).toBeVisible()
})

test('before anybody has connected there is a first step', async () => {
  await open()

  expect(await screen.findByText('No business connected yet')).toBeVisible()
  expect(screen.getByRole('link', { name: 'Connect a business' })).toHaveAttribute('href', '/admin/connect')
  expect(screen.getByText('No onboarding was opened in the last 30 days.')).toBeVisible()
})

test('when all is well it says so', async () => {
  await open({ clients: [makeClient(makeBusiness(1))] })

  expect(await screen.findByText('Nothing needs attention')).toBeVisible()
})

test('what of the setup does not work is told until it does', async () => {
  const broken = makeSetup({ WEBHOOK_SUBSCRIPTION: makeFailedCheck(), CLOCK: { state: 'UNKNOWN' } })
  const { installation, user } = await open({ setup: broken })

  const note = await screen.findByRole('note')
  expect(note).toHaveTextContent('1 check of the setup failed: Webhook subscription.')
  await user.click(within(note).getByRole('link', { name: 'What to do' }))
  expect(await screen.findByRole('heading', { level: 1, name: 'Setup' })).toBeVisible()

  installation.setup = makeSetup({ CLOCK: { state: 'UNKNOWN' } })
  await user.click(screen.getByRole('link', { name: 'Overview' }))
  await waitFor(() =>
    expect(installation.operations.filter(({ name }) => name === 'SetupNotice')).toHaveLength(2),
  )
  await waitFor(() => expect(screen.queryByRole('note')).not.toBeInTheDocument())
})

test('a failure can be retried', async () => {
  const { user } = await open({ clients: clients() })
  await screen.findByRole('link', { name: /^Connected/ })
  server.use(
    graphql.query('Overview', () => failed('Internal error.', { code: 'INTERNAL', requestId: 'req-77' }), {
      once: true,
    }),
  )

  document.dispatchEvent(new Event('visibilitychange'))

  expect(await screen.findByText('req-77')).toBeVisible()
  expect(screen.getByRole('link', { name: /^Connected/ })).toBeVisible()
  await user.click(screen.getByRole('button', { name: 'Try again' }))
  await waitFor(() => expect(screen.queryByText('req-77')).not.toBeInTheDocument())
})

test('who comes back to the page sees how everything stands now', async () => {
  const { installation } = await open({ clients: [makeClient(makeBusiness(1))] })
  expect(await screen.findByRole('link', { name: 'Connected 1' })).toBeVisible()
  installation.clients.push(makeClient(makeBusiness(2)))

  document.dispatchEvent(new Event('visibilitychange'))

  expect(await screen.findByRole('link', { name: 'Connected 2' })).toBeVisible()
})

test('an administrator is told of endpoints that the program has disabled, and of no others', async () => {
  await open({
    webhookEndpoints: [
      makeEndpoint(1),
      makeEndpoint(2, { disabledReason: 'GONE', disabledAt: minutesAgo(65) }),
      makeEndpoint(3, { disabledReason: 'BY_HAND', disabledAt: minutesAgo(65) }),
    ],
  })

  const notice = await screen.findByText(/Nothing is sent any more to 1 webhook endpoint/)
  expect(within(notice).getAllByRole('link').map((link) => link.textContent)).toEqual(['https://shop-2.example/webhooks'])
})
