import { screen, waitFor, within } from '@testing-library/react'
import { graphql, HttpResponse } from 'msw'
import { expect, test } from 'vitest'
import { makeAuditEvent, makeOnboarding, makeProblem, minutesAgo } from '@/test/factories'
import { renderAdmin } from '@/test/render-admin'
import { server } from '@/test/server'

const open = (fields = {}) =>
  makeOnboarding(2, { supportCode: 'AAAA-0001', status: 'OPEN', completedAt: null, expiresAt: minutesAgo(-29), ...fields })
const at = `/activity/${open().id}`
const buttons = ['Extend', 'New link', 'Cancel onboarding']

async function shownActions() {
  await screen.findByRole('region', { name: 'Timeline' })
  return buttons.filter((name) => screen.queryByRole('button', { name }))
}

test.each(['OPEN', 'FAILED', 'OUTCOME_UNKNOWN', 'EXPIRED'] as const)('%s can be renewed', async (status) => {
  renderAdmin(at, { pending: [open({ status })] })

  expect(await shownActions()).toEqual(buttons)
})

test.each(['EXCHANGING', 'IDENTIFYING', 'SYNCING', 'COMPLETED', 'CANCELLED'] as const)(
  '%s is left alone',
  async (status) => {
    renderAdmin(at, { pending: [open({ status })] })

    expect(await shownActions()).toEqual([])
  },
)

test('a viewer is offered none of it', async () => {
  renderAdmin(at, { viewer: { email: 'eve@example.com', role: 'VIEWER' }, pending: [open()] })

  expect(await shownActions()).toEqual([])
})

test('cancelling says what it does, keeps the reason and leaves nothing to do', async () => {
  const { installation, user } = renderAdmin(at, { pending: [open()] })
  await user.click(await screen.findByRole('button', { name: 'Cancel onboarding' }))

  const dialog = await screen.findByRole('dialog', { name: 'Cancel this onboarding?' })
  expect(dialog).toHaveTextContent('stops working at once')
  expect(dialog).toHaveTextContent('Nothing is done at Meta')
  expect(dialog).not.toHaveTextContent('granted access already')
  await user.type(within(dialog).getByLabelText('Reason (optional)'), ' moved away ')
  await user.click(within(dialog).getByRole('button', { name: 'Cancel onboarding' }))

  expect(await screen.findByRole('heading', { name: 'Cancelled' })).toBeVisible()
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  expect(await shownActions()).toEqual([])
  expect(installation.operations.filter(({ name }) => name === 'CancelOnboarding')).toEqual([
    { name: 'CancelOnboarding', variables: { input: { onboardingId: open().id, reason: 'moved away' } } },
  ])
})

test('where a token may still turn up, cancelling says so', async () => {
  const { user } = renderAdmin(at, { pending: [open({ status: 'OUTCOME_UNKNOWN' })] })
  await user.click(await screen.findByRole('button', { name: 'Cancel onboarding' }))

  expect(await screen.findByRole('dialog')).toHaveTextContent('granted access already')
})

test('what the client did in the meantime keeps the onboarding from being cancelled, and is said', async () => {
  const message = 'The client has granted access, and the connection is being made.'
  const payload = { __typename: 'CancelOnboardingPayload', onboarding: null, userErrors: [{ __typename: 'UserError', message }] }
  const { user } = renderAdmin(at, { pending: [open()] })
  server.use(graphql.mutation('CancelOnboarding', () => HttpResponse.json({ data: { cancelOnboarding: payload } })))
  await user.click(await screen.findByRole('button', { name: 'Cancel onboarding' }))
  const dialog = await screen.findByRole('dialog')
  await user.click(within(dialog).getByRole('button', { name: 'Cancel onboarding' }))

  expect(await within(dialog).findByText(message)).toBeVisible()
  await user.click(within(dialog).getByRole('button', { name: 'Leave it' }))
  expect(await shownActions()).toEqual(buttons)
})

test('an expired onboarding is open again once it is extended', async () => {
  const { installation, user } = renderAdmin(at, { pending: [open({ status: 'EXPIRED', expiresAt: minutesAgo(60) })] })
  await user.click(await screen.findByRole('button', { name: 'Extend' }))

  const dialog = await screen.findByRole('dialog', { name: 'Extend this onboarding?' })
  expect(dialog).toHaveTextContent('works again')
  await user.selectOptions(within(dialog).getByLabelText('From now on it works for'), '7 days')
  await user.click(within(dialog).getByRole('button', { name: 'Extend' }))

  expect(await screen.findByRole('heading', { name: 'Waiting for the client' })).toBeVisible()
  expect(installation.operations.filter(({ name }) => name === 'ExtendOnboarding')).toEqual([
    { name: 'ExtendOnboarding', variables: { input: { onboardingId: open().id, expiresInMinutes: 10_080 } } },
  ])
})

test('a new link is shown once, and not lost by a slip', async () => {
  const { installation, user } = renderAdmin(at, { pending: [open()] })
  await user.click(await screen.findByRole('button', { name: 'New link' }))
  const asked = await screen.findByRole('dialog', { name: 'Make a new link?' })
  expect(asked).toHaveTextContent('The link from before stops working at once')
  await user.click(within(asked).getByRole('button', { name: 'Make the link' }))

  const shown = await screen.findByRole('dialog', { name: 'The new link' })
  expect(within(shown).getByLabelText('Connect link')).toHaveValue('https://capi.example.com/connect#onb_again')
  await user.keyboard('{Escape}')
  expect(within(shown).getByLabelText('Connect link')).toBeVisible()
  await user.click(within(shown).getByRole('button', { name: 'Done' }))
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  await user.click(screen.getByRole('button', { name: 'New link' }))
  expect(await screen.findByRole('dialog', { name: 'Make a new link?' })).toBeVisible()
  expect(installation.operations.filter(({ name }) => name === 'ResendOnboarding')).toEqual([
    { name: 'ResendOnboarding', variables: { input: { onboardingId: open().id, expiresInMinutes: 1440 } } },
  ])
})

test('the timeline tells of extensions, new links and who cancelled, where they belong', async () => {
  const event = (n: number, action: string) => makeAuditEvent(n, { subjectId: open().id, action, at: minutesAgo(n) })
  const problem = makeProblem({ code: 'ONBOARDING_CANCELLED', message: 'It was cancelled.', since: minutesAgo(1) })
  const step = (kind: 'LOGIN_CANCELLED' | 'PAGE_OPENED', n: number) =>
    ({ kind, status: 'SUCCEEDED', startedAt: minutesAgo(n), endedAt: minutesAgo(n), detail: null }) as const
  renderAdmin(at, {
    pending: [open({ status: 'CANCELLED', problem, steps: [step('PAGE_OPENED', 4)] })],
    auditEvents: [
      event(1, 'onboarding: cancelled'),
      event(3, 'onboarding: link replaced'),
      event(5, 'onboarding: extended'),
      event(6, 'onboarding: created'),
    ],
  })

  const panel = await screen.findByRole('region', { name: 'Timeline' })
  const titles = within(panel).getAllByRole('heading', { level: 3 })
  expect(titles.map(({ textContent }) => textContent)).toEqual(['Prepared', 'Extended', 'Try 1', 'New link', 'Cancelled'])
  expect(panel).toHaveTextContent('Cancelled' + 'by ada@example.com')
})

test('what the invitation was made with is told', async () => {
  renderAdmin(at, {
    pending: [open({ booking: true, language: 'JA', returnUrl: 'https://app.example.com/done' })],
  })

  const about = await screen.findByRole('region', { name: 'About' })
  expect(about).toHaveTextContent('ProductBooking')
  expect(about).toHaveTextContent('LanguageJapanese')
  expect(about).toHaveTextContent('https://app.example.com/done')
})
