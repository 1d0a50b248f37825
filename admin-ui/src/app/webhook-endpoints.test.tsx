import { screen, waitFor, within } from '@testing-library/react'
import { graphql, HttpResponse } from 'msw'
import { expect, test } from 'vitest'
import {
  makeAttempt,
  makeBusiness,
  makeDelivery,
  makeEndpoint,
  makeEvent,
  makeOnboarding,
  minutesAgo,
} from '@/test/factories'
import { failed } from '@/test/failed'
import { renderAdmin } from '@/test/render-admin'
import { server } from '@/test/server'

const list = '/webhooks?view=endpoints'
const page = `/webhooks/endpoints/${makeEndpoint(1).id}`

const refused = makeAttempt({
  at: minutesAgo(20),
  status: 500,
  durationMs: 1_400,
  answer: '<img src=x onerror="alert(1)"> \\x00',
  failure: 'REFUSED',
  explanation: 'The receiver answered 500. Look into its log.',
})

const findRows = async (table: string) =>
  within(await screen.findByRole('table', { name: table }))
    .getAllByRole('row')
    .slice(1)

const findTexts = async (table: string) => (await findRows(table)).map((row) => row.textContent)

async function openDialog(user: ReturnType<typeof renderAdmin>['user'], button: string) {
  await user.click(await screen.findByRole('button', { name: button }))
  return within(await screen.findByRole('dialog'))
}

const sent = ({ installation }: ReturnType<typeof renderAdmin>, operation: string) =>
  installation.operations.findLast(({ name }) => name === operation)?.variables.input

test('lists where events are sent, which, and how that goes', async () => {
  renderAdmin(list, {
    webhookEndpoints: [
      makeEndpoint(1, { description: 'Shop' }),
      makeEndpoint(2, {
        eventTypes: ['BUSINESS_CONNECTED', 'BUSINESS_NEEDS_RECONNECT'],
        lastFailureAt: minutesAgo(2),
        pendingCount: 3,
        oldestPendingAt: minutesAgo(65),
      }),
      makeEndpoint(3, { disabledReason: 'GONE', disabledAt: minutesAgo(65) }),
      makeEndpoint(4, { disabledReason: 'FAILING', disabledAt: minutesAgo(65) }),
      makeEndpoint(5, { disabledReason: 'BY_HAND', disabledAt: minutesAgo(65), lastSuccessAt: null }),
    ],
  })

  const [well, troubled, gone, failing, byHand] = await findTexts('Webhook endpoints')
  expect(well).toMatch(/^https:\/\/shop-1\.example\/webhooksShopEnabledEverything\d minutes agoNeverNothing$/)
  expect(troubled).toContain('In troubleIt did not take what it was sent last.')
  expect(troubled).toContain('business.connectedbusiness.needs_reconnect')
  expect(troubled).toMatch(/minutes? ago3 events, the oldest from 1 hour ago/)
  expect(gone).toContain('DisabledIt answered 410 Gone')
  expect(failing).toContain('DisabledAn event was tried for three days')
  expect(byHand).toContain('DisabledSomebody disabled it.')
  expect(screen.getByRole('link', { name: 'https://shop-1.example/webhooks' })).toHaveAttribute('href', `/admin${page}`)
})

test('without an endpoint the page offers the first, whose secret is shown once', async () => {
  const admin = renderAdmin(list)

  expect(await screen.findByText('Nobody is told yet')).toBeVisible()
  expect(screen.getByRole('link', { name: /Libraries/ })).toBeVisible()
  const dialog = await openDialog(admin.user, 'Create the first endpoint')
  await admin.user.type(dialog.getByLabelText('Address'), 'http://shop.example/hooks')
  await admin.user.click(dialog.getByRole('button', { name: 'Create' }))
  expect(await dialog.findByText('The address has to begin with https:.')).toBeVisible()

  await admin.user.clear(dialog.getByLabelText('Address'))
  await admin.user.type(dialog.getByLabelText('Address'), ' https://shop.example/hooks ')
  await admin.user.type(dialog.getByLabelText('Description'), 'Shop')
  await admin.user.click(dialog.getByRole('button', { name: 'Create' }))

  const shown = within(await screen.findByRole('dialog', { name: 'The endpoint’s signing secret' }))
  expect(shown.getByLabelText('Signing secret')).toHaveValue('whsec_once')
  expect(shown.getByText(/webhook\.verify\(body, request\.headers\)/)).toBeVisible()
  await admin.user.keyboard('{Escape}')
  await admin.user.click(shown.getByRole('button', { name: 'Copy secret' }))
  expect(await navigator.clipboard.readText()).toBe('whsec_once')
  expect(sent(admin, 'CreateWebhookEndpoint')).toEqual({
    url: 'https://shop.example/hooks',
    description: 'Shop',
    eventTypes: [],
  })

  await admin.user.click(shown.getByRole('button', { name: 'I have kept it' }))
  await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument())
  expect((await findTexts('Webhook endpoints'))[0]).toContain('https://shop.example/hooksShop')
  expect(document.body.innerHTML).not.toContain('whsec_once')
})

test('types are chosen one by one or by what they are about, and none is never taken for all', async () => {
  const admin = renderAdmin(list)

  const dialog = await openDialog(admin.user, 'Create an endpoint')
  await admin.user.type(dialog.getByLabelText('Address'), 'https://shop.example/hooks')
  await admin.user.click(dialog.getByRole('radio', { name: 'Only these' }))
  await admin.user.click(dialog.getByRole('button', { name: 'Create' }))
  expect(await dialog.findByRole('alert')).toHaveTextContent('Choose at least one type, or everything.')
  expect(sent(admin, 'CreateWebhookEndpoint')).toBeUndefined()

  const businesses = within(dialog.getByRole('group', { name: 'Businesses' }))
  await admin.user.click(businesses.getByRole('checkbox', { name: 'All about businesses' }))
  await admin.user.click(businesses.getByRole('checkbox', { name: 'business.revoking' }))
  expect(businesses.getByRole('checkbox', { name: 'All about businesses' })).toBePartiallyChecked()
  await admin.user.click(dialog.getByRole('checkbox', { name: 'onboarding.completed' }))
  expect(dialog.queryByRole('checkbox', { name: 'webhook.test' })).not.toBeInTheDocument()
  await admin.user.click(dialog.getByRole('button', { name: 'Create' }))

  await screen.findByRole('dialog', { name: 'The endpoint’s signing secret' })
  expect(sent(admin, 'CreateWebhookEndpoint')).toMatchObject({
    eventTypes: [
      'BUSINESS_CONNECTED',
      'BUSINESS_DEGRADED',
      'BUSINESS_NEEDS_RECONNECT',
      'BUSINESS_REVOKE_STUCK',
      'BUSINESS_DISCONNECTED',
      'BUSINESS_DATASETS_CHANGED',
      'BUSINESS_GRANTS_CHANGED',
      'ONBOARDING_COMPLETED',
    ],
  })
})

test('an endpoint has a page with its facts, from which it is edited', async () => {
  const admin = renderAdmin(page, {
    webhookEndpoints: [makeEndpoint(1, { description: 'Shop', formerSecretUntil: minutesAgo(-3 * 60) })],
  })

  await screen.findByRole('heading', { level: 1, name: 'https://shop-1.example/webhooks Enabled' })
  expect(document.title).toBe('shop-1.example · CAPI Connect')
  expect(screen.getByText(/the former one ends/)).toHaveTextContent('in 3 hours')
  const dialog = await openDialog(admin.user, 'Edit')
  expect(dialog.getByRole('radio', { name: /^Everything/ })).toBeChecked()
  await admin.user.clear(dialog.getByLabelText('Description'))
  await admin.user.click(dialog.getByRole('button', { name: 'Save' }))

  expect(await screen.findByText(/Events that wait go to the address/)).toBeVisible()
  expect(sent(admin, 'UpdateWebhookEndpoint')).toEqual({
    endpointId: makeEndpoint(1).id,
    url: 'https://shop-1.example/webhooks',
    description: '',
    eventTypes: [],
  })
})

test('a test shows at once what the receiver answered, as text', async () => {
  const { user } = renderAdmin(page, { webhookEndpoints: [makeEndpoint(1)], webhookAnswer: refused })

  const dialog = await openDialog(user, 'Test')
  expect(dialog.getByText(/also while the endpoint is disabled/)).toBeVisible()
  await user.click(dialog.getByRole('button', { name: 'Send the test' }))

  expect(await dialog.findByText('Refused: 500')).toBeVisible()
  expect(dialog.getByText('The receiver answered 500. Look into its log.')).toBeVisible()
  expect(dialog.getByLabelText('Answer')).toHaveTextContent('<img src=x onerror="alert(1)"> \\x00')
  expect(dialog.queryByRole('img')).not.toBeInTheDocument()
  expect(dialog.getByText('It took 1.4 s.')).toBeVisible()
  await user.click(dialog.getByRole('button', { name: 'Done' }))
  expect((await findTexts('Deliveries'))[0]).toContain('webhook.test')
})

test('the secret is rotated with an overlap, and the new one shown once', async () => {
  const admin = renderAdmin(page, { webhookEndpoints: [makeEndpoint(1)] })

  const dialog = await openDialog(admin.user, 'Rotate secret')
  expect(dialog.getByText(/carries two signatures/)).toBeVisible()
  await admin.user.selectOptions(dialog.getByLabelText('The present secret counts on for'), '3 days')
  await admin.user.click(dialog.getByRole('button', { name: 'Rotate' }))

  const shown = within(await screen.findByRole('dialog', { name: 'The endpoint’s new signing secret' }))
  expect(shown.getByLabelText('Signing secret')).toHaveValue('whsec_another')
  await admin.user.click(shown.getByRole('button', { name: 'I have kept it' }))
  expect(await screen.findByText(/the former one ends/)).toHaveTextContent('in 3 days')
  expect(sent(admin, 'RotateWebhookSecret')).toEqual({ endpointId: makeEndpoint(1).id, overlapHours: 72 })
  await waitFor(() => expect(document.body.innerHTML).not.toContain('whsec_another'))
})

test('an endpoint is disabled and enabled after the page has said what that does', async () => {
  const { user } = renderAdmin(page, { webhookEndpoints: [makeEndpoint(1)] })

  const disabling = await openDialog(user, 'Disable')
  expect(disabling.getByText(/Each waits up to 30 days/)).toBeVisible()
  expect(disabling.getByRole('button', { name: 'Cancel' })).toHaveFocus()
  await user.click(disabling.getByRole('button', { name: 'Disable' }))
  expect(await screen.findByText('Somebody disabled it. Events wait.')).toBeVisible()
  await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument())

  const enabling = await openDialog(user, 'Enable')
  expect(enabling.getByText(/What has waited is sent at once/)).toBeVisible()
  await user.click(enabling.getByRole('button', { name: 'Enable' }))
  expect(await screen.findByText('It is told of what happens within seconds.')).toBeVisible()
})

test('a refusal is told in the dialog', async () => {
  const { user } = renderAdmin(page, { webhookEndpoints: [makeEndpoint(1)] })
  server.use(
    graphql.mutation('DisableWebhookEndpoint', () =>
      HttpResponse.json({ data: { act: { endpoint: null, userErrors: [{ message: 'There is no such endpoint.' }] } } }),
    ),
  )

  const dialog = await openDialog(user, 'Disable')
  await user.click(dialog.getByRole('button', { name: 'Disable' }))
  expect(await dialog.findByRole('alert')).toHaveTextContent('There is no such endpoint.')
})

test('after it is deleted the list shows the others', async () => {
  const { history, user } = renderAdmin(page, { webhookEndpoints: [makeEndpoint(1), makeEndpoint(2)] })

  const dialog = await openDialog(user, 'Delete')
  expect(dialog.getByText(/what waits for it is never sent/)).toBeVisible()
  await user.click(dialog.getByRole('button', { name: 'Delete' }))

  await waitFor(async () => expect(await findTexts('Webhook endpoints')).toHaveLength(1))
  expect((await findTexts('Webhook endpoints'))[0]).toContain('https://shop-2.example')
  expect(history.location.href).toBe('/admin/webhooks?view=endpoints')
})

test('events of a range are sent again, or there are none', async () => {
  const admin = renderAdmin(page, {
    webhookEndpoints: [makeEndpoint(1)],
    webhookDeliveries: [makeDelivery(1), makeDelivery(2, { event: makeEvent(2, { at: minutesAgo(60 * 24 * 9) }) })],
  })

  const dialog = await openDialog(admin.user, 'Send again')
  expect(dialog.getByText(/Each keeps its id/)).toBeVisible()
  await admin.user.click(dialog.getByRole('radio', { name: 'Only these' }))
  await admin.user.click(dialog.getByRole('checkbox', { name: 'onboarding.failed' }))
  await admin.user.click(dialog.getByRole('button', { name: 'Send again' }))
  expect(await dialog.findByText('No event of these types happened in this range.')).toBeVisible()

  await admin.user.click(dialog.getByRole('radio', { name: 'Those that the endpoint is sent' }))
  await admin.user.click(dialog.getByRole('button', { name: 'Send again' }))
  expect(await screen.findByText('1 event in line')).toBeVisible()
  const { since, until, eventTypes } = sent(admin, 'ReplayWebhookEvents') as Record<string, string | undefined>
  expect(Date.now() - Date.parse(String(since))).toBeGreaterThanOrEqual(24 * 60 * 60_000)
  expect([until, eventTypes]).toEqual([undefined, undefined])
  await waitFor(async () => expect((await findTexts('Deliveries'))[0]).toContain('First try now'))
})

const deliveries = () => [
  makeDelivery(1, { state: 'PENDING', tries: 3, nextAttemptAt: minutesAgo(-40), endedAt: null, attempts: [refused] }),
  makeDelivery(2, { state: 'PENDING', tries: 0, waitsForEarlier: true, endedAt: null, attempts: [] }),
  makeDelivery(3, { state: 'PENDING', tries: 0, endedAt: null, attempts: [] }),
  makeDelivery(4, {
    state: 'FAILED',
    tries: 14,
    endedAt: minutesAgo(65),
    event: makeEvent(4, { type: 'ONBOARDING_COMPLETED', businessId: null, onboardingId: makeOnboarding(1).id }),
  }),
  makeDelivery(5),
]

test('deliveries say what they are about, how they stand and what is next', async () => {
  renderAdmin(page, { webhookEndpoints: [makeEndpoint(1)], webhookDeliveries: deliveries() })

  const [retried, queued, held, givenUp, taken] = await findTexts('Deliveries')
  expect(retried).toMatch(/business\.connectedHappened \d+ minutes agoBusiness …00000001/)
  expect(retried).toMatch(/Waiting3Next try in 4\d minutes/)
  expect(queued).toContain('Waits for an earlier event')
  expect(held).toContain('Waits until the endpoint is enabled')
  expect(givenUp).toContain('onboarding.completed')
  expect(givenUp).toContain('Onboarding …00000001')
  expect(givenUp).toContain('Given up14Given up 1 hour ago')
  expect(taken).toMatch(/Taken1Taken 3\d minutes ago/)
})

test('deliveries are narrowed by state, type and subject, in the URL', async () => {
  const { history, user } = renderAdmin(`${page}?state=FAILED&state=NONSENSE`, {
    webhookEndpoints: [makeEndpoint(1)],
    webhookDeliveries: deliveries(),
  })
  await waitFor(async () => expect(await findRows('Deliveries')).toHaveLength(1))

  await user.click(screen.getByRole('button', { name: 'Any type' }))
  await user.click(await screen.findByRole('menuitemcheckbox', { name: 'business.connected' }))
  expect(await screen.findByText('No delivery matches')).toBeVisible()
  expect(history.location.search).toBe('?state=FAILED&type=BUSINESS_CONNECTED')
  await user.click(screen.getAllByRole('button', { name: 'Clear filters' })[0] as HTMLElement)
  await waitFor(async () => expect(await findRows('Deliveries')).toHaveLength(5))

  await user.click(screen.getAllByRole('button', { name: 'Only about it' })[0] as HTMLElement)
  await waitFor(async () => expect(await findRows('Deliveries')).toHaveLength(4))
  expect(history.location.search).toBe(`?subject=${makeBusiness(1).id}`)
  await user.click(screen.getByRole('button', { name: 'Of one subject' }))
  await waitFor(async () => expect(await findRows('Deliveries')).toHaveLength(5))
})

test('a delivery shows each try with its answer, the last one first, and what is sent', async () => {
  const event = makeEvent(1, { payload: '{"type":"business.connected","data":{"businessId":"b-1"}}' })
  const delivery = makeDelivery(1, { event, attempts: [refused, makeAttempt({ answer: 'ok' })] })
  const { user } = renderAdmin(`/webhooks/deliveries/${delivery.id}`, {
    webhookEndpoints: [makeEndpoint(1)],
    webhookDeliveries: [delivery],
  })

  await screen.findByRole('heading', { level: 1, name: 'business.connected Taken' })
  const [second, first] = within(screen.getByRole('list', { name: 'Tries' })).getAllByRole('listitem')
  expect(second).toHaveTextContent(/^Try 2.*took 84 msTaken: 204ok$/)
  expect(first).toHaveTextContent(/^Try 1.*took 1\.4 sRefused: 500The receiver answered 500\. Look into its log\./)
  expect(first).toHaveTextContent('<img src=x onerror="alert(1)"> \\x00')
  expect(screen.queryByRole('img')).not.toBeInTheDocument()
  expect(screen.getByText(/"businessId": "b-1"/)).toBeVisible()
  await user.click(screen.getByRole('button', { name: 'Copy body' }))
  expect(await navigator.clipboard.readText()).toBe(event.payload)
  expect(screen.getByText(event.id)).toBeVisible()
  expect(screen.getByRole('link', { name: '← Its endpoint' })).toHaveAttribute('href', `/admin${page}`)
})

test('a delivery that waits says what for', async () => {
  const delivery = makeDelivery(1, { state: 'PENDING', tries: 0, waitsForEarlier: true, endedAt: null, attempts: [] })
  renderAdmin(`/webhooks/deliveries/${delivery.id}`, {
    webhookEndpoints: [makeEndpoint(1, { disabledReason: 'GONE', disabledAt: minutesAgo(5) })],
    webhookDeliveries: [delivery],
  })

  expect(await screen.findByText(/An earlier event about the same business or onboarding/)).toBeVisible()
  expect(screen.getByText(/The endpoint is disabled/)).toBeVisible()
  expect(screen.getByText('Not tried yet')).toBeVisible()
})

test.each([
  ['WebhookEndpoints', list, 'Nobody is told yet'],
  ['WebhookEndpoint', page, 'What you can do'],
  ['WebhookDeliveries', page, 'Nothing was sent yet'],
])('a failure of %s is told, and can be retried', async (query, path, shown) => {
  const webhookEndpoints = path === page ? [makeEndpoint(1)] : []
  const { user } = renderAdmin(path, { webhookEndpoints })
  server.use(graphql.query(query, () => failed('Being maintained.', { code: 'UNAVAILABLE' }), { once: true }))

  expect(await screen.findByText('Being maintained.')).toBeVisible()
  await user.click(screen.getByRole('button', { name: 'Try again' }))
  expect(await screen.findByText(shown)).toBeVisible()
})

test.each([page, `/webhooks/deliveries/${makeDelivery(1).id}`])('%s leads nowhere when there is none', async (path) => {
  renderAdmin(path)

  expect(await screen.findByText('There is nothing at this address')).toBeVisible()
})

test.each([list, page, `/webhooks/deliveries/${makeDelivery(1).id}`])(
  'others than administrators do not see %s',
  async (path) => {
    const { installation } = renderAdmin(path, {
      viewer: { email: 'eve@example.com', role: 'OPERATOR' },
      webhookEndpoints: [makeEndpoint(1)],
      webhookDeliveries: [makeDelivery(1)],
    })

    expect(await screen.findByText('Your role is Operator')).toBeVisible()
    expect(installation.operations.filter(({ name }) => name.startsWith('Webhook'))).toEqual([])
  },
)
