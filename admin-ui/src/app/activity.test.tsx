import { act, screen, waitFor, within } from '@testing-library/react'
import { graphql } from 'msw'
import { expect, test } from 'vitest'
import { makeAuditEvent, makeBusiness, makeOnboarding, makeProblem, makeSteps, minutesAgo } from '@/test/factories'
import { failed } from '@/test/failed'
import { makeClient, type Installation } from '@/test/installation'
import { renderAdmin } from '@/test/render-admin'
import { server } from '@/test/server'

const connected = makeOnboarding(1, { supportCode: 'K7QM-2XRD', steps: makeSteps() })
const waiting = makeOnboarding(2, {
  supportCode: 'AAAA-0001',
  status: 'OPEN',
  completedAt: null,
  createdAt: minutesAgo(1),
  expiresAt: minutesAgo(-29),
})
const lost = makeOnboarding(3, {
  supportCode: 'BBBB-0002',
  status: 'FAILED',
  completedAt: null,
  createdAt: minutesAgo(5),
  problem: makeProblem({ code: 'CODE_EXPIRED', message: 'The code was too old.' }),
})
const some = (): Partial<Installation> => ({
  clients: [makeClient(makeBusiness(1), { onboardings: [connected] })],
  pending: [{ ...waiting }, lost],
})

const rows = async (table: string) =>
  within(await screen.findByRole('table', { name: table }))
    .getAllByRole('rowheader')
    .map((cell) => cell.textContent)

test('lists onboardings with what became of them, the latest first', async () => {
  renderAdmin('/activity', some())

  expect(await rows('Onboardings')).toEqual(['AAAA-0001', 'BBBB-0002', 'K7QM-2XRD'])
  expect(screen.getByText('The code was too old.')).toBeVisible()
  expect(screen.getByRole('link', { name: 'Business 1' })).toHaveAttribute(
    'href',
    `/admin/businesses/${makeBusiness(1).id}`,
  )
  expect(document.title).toBe('Activity · CAPI Connect')
})

test('a support code that a client quotes leads to its timeline', async () => {
  const { history, user } = renderAdmin('/activity', some())
  await rows('Onboardings')

  await user.type(screen.getByRole('searchbox', { name: 'Search onboardings' }), 'K7QM')
  await waitFor(async () => expect(await rows('Onboardings')).toEqual(['K7QM-2XRD']))
  expect(history.location.search).toBe('?q=K7QM')
  await user.click(screen.getByRole('link', { name: 'K7QM-2XRD' }))

  expect(await screen.findByRole('heading', { level: 1, name: /K7QM-2XRD/ })).toBeVisible()
  expect(history.location.pathname).toBe(`/admin/activity/${connected.id}`)
})

test('statuses, days and a business filter together, in the URL', async () => {
  const { history, user } = renderAdmin('/activity?status=OPEN&status=FAILED&since=2001-02-03&since=nonsense', some())
  expect(await rows('Onboardings')).toEqual(['AAAA-0001', 'BBBB-0002'])

  await user.click(screen.getByRole('button', { name: '2 statuses' }))
  await user.click(await screen.findByRole('menuitemcheckbox', { name: 'Failed' }))
  await waitFor(async () => expect(await rows('Onboardings')).toEqual(['AAAA-0001']))
  expect(history.location.search).toBe('?status=OPEN')

  await user.click(screen.getByRole('button', { name: 'Clear filters' }))
  await waitFor(async () => expect(await rows('Onboardings')).toHaveLength(3))
})

test('a day is taken in the reader’s zone, and the last one counts to its end', async () => {
  const { installation } = renderAdmin('/activity?since=2026-11-22&until=2026-11-22', some())

  expect(await screen.findByText('No onboarding matches')).toBeVisible()
  const filter = installation.operations.find(({ name }) => name === 'Onboardings')?.variables.filter
  expect(filter).toEqual({
    since: new Date(2026, 10, 22).toISOString(),
    until: new Date(2026, 10, 23).toISOString(),
  })
})

test('without any onboarding it offers to begin one', async () => {
  renderAdmin('/activity')

  expect(await screen.findByText('No onboarding yet')).toBeVisible()
  expect(screen.getByRole('link', { name: 'Connect a business' })).toHaveAttribute('href', '/admin/connect')
})

test('a list that cannot be read says why, and can be asked for again', async () => {
  const { user } = renderAdmin('/activity', some())
  server.use(graphql.query('Onboardings', () => failed('Being maintained.', { code: 'UNAVAILABLE' }), { once: true }))

  expect(await screen.findByText('Being maintained.')).toBeVisible()
  await user.click(screen.getByRole('button', { name: 'Try again' }))
  expect(await rows('Onboardings')).toHaveLength(3)
})

test('a timeline names who began, and each try with its steps', async () => {
  const steps = [
    ...makeSteps().slice(0, 1),
    { ...(makeSteps()[1] as (typeof connected.steps)[number]), status: 'FAILED' as const },
    ...makeSteps(),
  ]
  renderAdmin(`/activity/${connected.id}`, {
    clients: [makeClient(makeBusiness(1), { onboardings: [{ ...connected, steps }] })],
    auditEvents: [
      makeAuditEvent(1, {
        subjectId: connected.id,
        action: 'onboarding: code received',
        actorKind: 'ONBOARDING_TOKEN',
      }),
      makeAuditEvent(2, { subjectId: connected.id, action: 'onboarding: code received', actorName: 'bob@example.com' }),
      makeAuditEvent(3, { subjectId: connected.id, action: 'onboarding: created', actorName: 'ada@example.com' }),
    ],
  })

  const panel = await screen.findByRole('region', { name: 'Timeline' })
  expect(
    within(panel)
      .getAllByRole('heading', { level: 3 })
      .map(({ textContent }) => textContent),
  ).toEqual(['Prepared', 'Try 1', 'Try 2', 'Completed'])
  expect(panel).toHaveTextContent('Prepared' + 'by ada@example.com')
  expect(panel).toHaveTextContent('Try 1' + 'by bob@example.com')
  expect(panel).toHaveTextContent('Try 2' + 'by the client')
  expect(within(panel).getAllByText('Code exchanged for a token')).toHaveLength(2)
  expect(panel).toHaveTextContent('Failed in')
  expect(panel).toHaveTextContent('Alpine Outdoor GmbH')
})

test('a timeline goes on by itself while something can happen', async () => {
  const { installation } = renderAdmin(`/activity/${waiting.id}`, some())
  const panel = await screen.findByRole('region', { name: 'Timeline' })
  expect(panel).toHaveTextContent('Live')
  expect(panel).toHaveTextContent('Waiting for the client')
  await waitFor(() => expect(installation.operations.map(({ name }) => name)).toContain('OnboardingChanges'))

  Object.assign(installation.pending[0] as object, { status: 'SYNCING', steps: makeSteps('RUNNING') })
  act(() => void installation.changes.dispatchEvent(new Event('change')))

  await waitFor(() => expect(panel).toHaveTextContent('Reading datasets'))
  expect(panel).toHaveTextContent('Datasets readUnder way')

  Object.assign(installation.pending[0] as object, { status: 'COMPLETED', completedAt: minutesAgo(0) })
  act(() => void installation.changes.dispatchEvent(new Event('change')))
  await waitFor(() => expect(panel).not.toHaveTextContent('Live'))
})

test('an onboarding that is not there is told as such', async () => {
  renderAdmin('/activity/e0000000-0000-4000-8000-000000000099', some())

  expect(await screen.findByText('There is nothing at this address')).toBeVisible()
})

const events = [
  makeAuditEvent(1),
  makeAuditEvent(2, {
    actorKind: 'SYSTEM',
    actorName: 'CAPI Connect',
    action: 'user: second factor set up',
    subjectKind: 'user',
    subjectId: 'c0000000-0000-4000-8000-000000000009',
    before: null,
    after: { expiresAt: '2026-12-01T09:00:00Z' },
    requestId: null,
    isSigned: false,
    place: null,
  }),
]

test('the audit says what changed, by whom, and what vouches for it', async () => {
  renderAdmin('/activity?view=audit', { auditEvents: events })

  const [, first, second] = within(await screen.findByRole('table', { name: 'Audit' })).getAllByRole('row')
  expect(first).toHaveTextContent('Business status changed')
  expect(first).toHaveTextContent('StatusConnected → DegradedProblemThrottled')
  expect(first).toHaveTextContent('ada@example.comStaff')
  expect(first).toHaveTextContent('Signed by the program, place 999 in the chain')
  expect(second).toHaveTextContent('User second factor set up')
  expect(second).toHaveTextContent('Expires at2026-12-01T09:00:00Z')
  expect(second).toHaveTextContent('CAPI ConnectThe program')
  expect(second).toHaveTextContent('Not signed, gets its place in the chain within a minute')
})

test('the audit is narrowed by who, what, subject and request', async () => {
  const { history, user } = renderAdmin('/activity?view=audit', { auditEvents: events })
  expect(await rows('Audit')).toHaveLength(2)

  await user.type(screen.getByRole('searchbox', { name: 'Search who' }), 'ADA')
  await waitFor(async () => expect(await rows('Audit')).toHaveLength(1))
  await user.selectOptions(screen.getByRole('combobox', { name: 'What was done' }), 'Business status changed')
  await waitFor(() => expect(history.location.search).toBe('?view=audit&by=ADA&action=business%3A+status+changed'))

  await user.click(screen.getByRole('button', { name: 'Clear filters' }))
  await waitFor(async () => expect(await rows('Audit')).toHaveLength(2))
  await user.click((await screen.findAllByText('Details'))[0] as HTMLElement)
  await user.click(screen.getByRole('button', { name: 'All changes of this request' }))
  await waitFor(async () => expect(await rows('Audit')).toHaveLength(1))
  expect(history.location.search).toBe('?view=audit&request=req-1')
  await user.click(screen.getByRole('button', { name: 'Request req-1' }))
  await waitFor(async () => expect(await rows('Audit')).toHaveLength(2))
})

test('an audit that was never narrowed to anything it holds says so', async () => {
  renderAdmin('/activity?view=audit&action=business%3A+erased', { auditEvents: events })

  expect(await screen.findByText('No change matches')).toBeVisible()
  expect(screen.getByRole('combobox', { name: 'What was done' })).toHaveDisplayValue('Business erased')
})

test('both lists are exported as they are filtered, their days as moments', async () => {
  const { user } = renderAdmin('/activity?status=FAILED&since=2026-11-22', some())
  const moment = encodeURIComponent(new Date(2026, 10, 22).toISOString())
  expect(await screen.findByRole('link', { name: 'Export CSV' })).toHaveAttribute(
    'href',
    `/admin/export/onboardings.csv?status=FAILED&since=${moment}`,
  )

  await user.click(screen.getByRole('tab', { name: 'Audit' }))
  await waitFor(() =>
    expect(screen.getByRole('link', { name: 'Export CSV' })).toHaveAttribute(
      'href',
      `/admin/export/audit.csv?since=${moment}`,
    ),
  )
})

test('the page of a business shows what has happened with it, and leads to all of it', async () => {
  const { user } = renderAdmin(`/businesses/${makeBusiness(1).id}?tab=activity`, { ...some(), auditEvents: events })

  const panel = await screen.findByRole('region', { name: 'Activity' })
  expect(within(panel).getByRole('link', { name: 'K7QM-2XRD' })).toHaveAttribute(
    'href',
    `/admin/activity/${connected.id}`,
  )
  expect(panel).toHaveTextContent('Code exchanged for a token')
  expect(panel).toHaveTextContent('Business status changed')
  expect(panel).not.toHaveTextContent('second factor')

  await user.click(within(panel).getByRole('link', { name: 'All onboardings' }))
  expect(await rows('Onboardings')).toEqual(['K7QM-2XRD'])
  await user.click(screen.getByRole('button', { name: 'Of one business' }))
  await waitFor(async () => expect(await rows('Onboardings')).toHaveLength(3))
})
