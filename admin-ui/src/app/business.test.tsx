import { act, screen, waitFor, within } from '@testing-library/react'
import { delay, graphql, HttpResponse } from 'msw'
import { afterEach, expect, test, vi } from 'vitest'
import { makeBusiness, makeDataset, makeOnboarding, makeProblem, makeReceipt, minutesAgo } from '@/test/factories'
import { failed } from '@/test/failed'
import { makeClient } from '@/test/installation'
import { renderAdmin } from '@/test/render-admin'
import { server } from '@/test/server'

afterEach(() => {
  vi.useRealTimers()
})

const path = `/businesses/${makeBusiness(1).id}`

const client = (fields: Parameters<typeof makeBusiness>[1] = {}) =>
  makeClient(makeBusiness(1, { name: 'Alpine Outdoor', ...fields }), {
    owned: [makeDataset(1, { name: 'Web shop' }), makeDataset(2, { name: null, lastFiredAt: null })],
    shared: [makeDataset(3, { name: 'Agency', isUnavailable: true, ownerBusinessName: 'Big Agency' })],
    onboardings: [makeOnboarding(1)],
  })

test('shows what is known about a business, part by part, each at an address of its own', async () => {
  const { history, user } = renderAdmin(path, { clients: [client()] })

  expect(await screen.findByRole('heading', { level: 1, name: 'Alpine Outdoor Connected' })).toBeVisible()
  expect(document.title).toBe('Alpine Outdoor · CAPI Connect')
  const owned = within(screen.getByRole('table', { name: 'Owned datasets' })).getAllByRole('row')
  expect(owned[1]).toHaveTextContent('Web shop')
  expect(owned[2]).toHaveTextContent('Unnamed dataset')
  expect(owned[2]).toHaveTextContent('Never')
  expect(screen.queryByText('Disconnection receipt')).not.toBeInTheDocument()

  await user.click(screen.getByRole('tab', { name: 'Permissions' }))
  expect(screen.getByRole('row', { name: /ads_read/ })).toHaveTextContent('Granted')
  expect(history.location.search).toBe('?tab=permissions')

  await user.click(screen.getByRole('tab', { name: 'Activity' }))
  expect(screen.getByText('K7QM-2XR1')).toBeVisible()
  expect(history.location.search).toBe('?tab=activity')
})

test('the tab of the datasets stands in the URL', async () => {
  const { history, user } = renderAdmin(path, { clients: [client()] })

  await user.click(await screen.findByRole('tab', { name: 'Shared 1' }))

  expect(await screen.findByRole('table', { name: 'Shared datasets' })).toHaveTextContent('Big Agency')
  expect(screen.getByText('Unavailable')).toBeVisible()
  expect(history.location.search).toBe('?list=shared')
})

test('datasets are paged, each tab for itself', async () => {
  const many = { ...client(), owned: Array.from({ length: 30 }, (_, i) => makeDataset(i + 1)) }
  const { history, user } = renderAdmin(path, { clients: [many] })

  await user.click(await screen.findByRole('button', { name: 'Next' }))
  await waitFor(() => expect(screen.getByText('Dataset 26')).toBeVisible())
  expect(history.location.search).toBe('?after=24')

  await user.click(screen.getByRole('tab', { name: 'Shared 1' }))
  expect(await screen.findByText('Agency')).toBeVisible()
  expect(history.location.search).toBe('?list=shared')
})

test('a problem says what happened, what to do and who acts', async () => {
  renderAdmin(path, { clients: [client({ status: 'NEEDS_RECONNECT', problem: makeProblem() })] })

  const card = await screen.findByRole('region', { name: /token of this business was revoked/ })
  expect(card).toHaveTextContent('Ask the client to connect again.')
  expect(card).toHaveTextContent('The client has to act')
  expect(card).toHaveTextContent('Code 190, subcode 466')
  expect(screen.queryByRole('button', { name: 'Sync datasets' })).not.toBeInTheDocument()
})

test('a check tells what Meta said', async () => {
  const { user } = renderAdmin(path, { clients: [client()], found: makeProblem() })

  await user.click(await screen.findByRole('button', { name: 'Check' }))

  const notice = within(await screen.findByRole('alert'))
  expect(notice.getByText('Meta says that the token of this business was revoked.')).toBeVisible()
})

test('disconnecting says what will happen, and leaves a receipt in the dialog and on the page', async () => {
  const { installation, user } = renderAdmin(path, { clients: [client()] })

  await user.click(await screen.findByRole('button', { name: 'Disconnect' }))
  const dialog = await screen.findByRole('dialog', { name: 'Disconnect Alpine Outdoor?' })
  expect(dialog).toHaveTextContent('Events that are sent with this token will fail.')
  expect(dialog).toHaveTextContent('Meta is asked to revoke the token')
  await user.type(within(dialog).getByLabelText('Reason (optional)'), 'Contract ended')
  await user.click(within(dialog).getByRole('button', { name: 'Disconnect' }))

  const receipt = await screen.findByRole('dialog', { name: 'Receipt: Alpine Outdoor' })
  expect(receipt).toHaveTextContent('Revoked')
  expect(receipt).toHaveTextContent('ada@example.com')
  expect(receipt).toHaveTextContent('AbC1dEfGhIj')
  expect(installation.operations.filter(({ name }) => name === 'RevokeConnection')).toEqual([
    { name: 'RevokeConnection', variables: { input: { businessId: makeBusiness(1).id, reason: 'Contract ended' } } },
  ])

  await user.click(within(receipt).getByRole('button', { name: 'Done' }))
  expect(await screen.findByRole('region', { name: 'Disconnection receipt' })).toHaveTextContent('Revoked')
  expect(screen.getByRole('heading', { level: 1 })).toHaveTextContent('Disconnected')
  expect(screen.queryByRole('button', { name: 'Disconnect' })).not.toBeInTheDocument()
})

test('a disconnection that Meta has not confirmed says when it is tried again', async () => {
  const receipt = makeReceipt({
    outcome: 'PENDING',
    verified: false,
    endedAt: null,
    nextAttemptAt: minutesAgo(-5),
    fbtraceIds: [],
  })
  renderAdmin(path, { clients: [client({ status: 'REVOKING', revocation: receipt })] })

  const panel = await screen.findByRole('region', { name: 'Disconnection receipt' })
  expect(panel).toHaveTextContent('Not confirmed yet')
  expect(panel).toHaveTextContent(/Next tryin [45] minutes/)
  expect(screen.queryByRole('button', { name: 'Disconnect' })).not.toBeInTheDocument()
})

test('a failed disconnection keeps the dialog open and changes nothing', async () => {
  const { user } = renderAdmin(path, { clients: [client()] })
  server.use(
    graphql.mutation('RevokeConnection', () =>
      HttpResponse.json({
        data: {
          revokeConnection: {
            business: null,
            receipt: null,
            userErrors: [{ message: 'Another change is under way; try again in a moment.' }],
          },
        },
      }),
    ),
  )

  await user.click(await screen.findByRole('button', { name: 'Disconnect' }))
  const dialog = await screen.findByRole('dialog')
  await user.click(within(dialog).getByRole('button', { name: 'Disconnect' }))

  expect(await within(dialog).findByRole('alert')).toHaveTextContent('Another change is under way')
  expect(screen.queryByText('Disconnection receipt')).not.toBeInTheDocument()
})

test('a viewer sees everything and is told why nothing can be done', async () => {
  renderAdmin(path, { viewer: { email: 'eve@example.com', role: 'VIEWER' }, clients: [client()] })

  expect(await screen.findByRole('button', { name: 'Disconnect' })).toBeDisabled()
  expect(screen.getByRole('button', { name: 'Check' })).toBeDisabled()
  expect(screen.queryByRole('button', { name: 'Reconnect' })).not.toBeInTheDocument()
  expect(screen.getByText(/Your role is Viewer/)).toBeVisible()
})

test('an unknown id is told as such', async () => {
  renderAdmin('/businesses/unknown')

  expect(await screen.findByRole('heading', { name: 'Not found' })).toBeVisible()
})

test('an id that the server can make nothing of is told as such', async () => {
  renderAdmin('/businesses/garbage')
  server.use(graphql.query('Business', () => failed('An id is a UUID.', { code: 'INVALID_INPUT' })))

  expect(await screen.findByRole('heading', { name: 'Not found' })).toBeVisible()
})

test('a failed refetch leaves the page and its receipt, and asking goes on', async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true })
  const receipt = makeReceipt({ outcome: 'PENDING', verified: false, endedAt: null })
  const { installation } = renderAdmin(path, { clients: [client({ status: 'REVOKING', revocation: receipt })] })
  await screen.findByRole('region', { name: 'Disconnection receipt' })
  let failures = 0
  server.use(
    graphql.query('Business', () => {
      failures += 1
      return failures === 1 ? failed('Being maintained.', { code: 'UNAVAILABLE' }) : undefined
    }),
  )

  await act(() => vi.advanceTimersByTimeAsync(4_000))
  expect(await screen.findByText('Being maintained.')).toBeVisible()
  expect(screen.getByRole('region', { name: 'Disconnection receipt' })).toHaveTextContent('Not confirmed yet')

  Object.assign(installation.clients[0]?.business as object, { status: 'DISCONNECTED', revocation: makeReceipt() })
  await act(() => vi.advanceTimersByTimeAsync(4_000))
  await waitFor(() => expect(screen.queryByText('Being maintained.')).not.toBeInTheDocument())
  expect(screen.getByRole('region', { name: 'Disconnection receipt' })).toHaveTextContent('Revoked')
})

test('a page of datasets that has lost its entries says so, and leads to the first', async () => {
  const { history, user } = renderAdmin(`${path}?after=24`, { clients: [client()] })

  expect(await screen.findByText('This page is empty now')).toBeVisible()
  await user.click(screen.getByRole('button', { name: 'First page' }))

  expect(await screen.findByText('Web shop')).toBeVisible()
  expect(history.location.search).toBe('')
})

test('a cursor that the server does not take leads to the first page', async () => {
  const { user } = renderAdmin(`${path}?list=shared&after=stale`, { clients: [client()] })
  server.use(
    graphql.query('Business', ({ variables }) =>
      variables.sharedAfter ? failed('The cursor is malformed.', { code: 'INVALID_INPUT' }) : undefined,
    ),
  )

  await user.click(await screen.findByRole('button', { name: 'First page' }))

  expect(await screen.findByText('Agency')).toBeVisible()
})

test('what an earlier try left is gone when the dialog opens again', async () => {
  const { user } = renderAdmin(path, { clients: [client()] })
  server.use(graphql.mutation('RevokeConnection', () => failed('Being maintained.', { code: 'UNAVAILABLE' })))

  await user.click(await screen.findByRole('button', { name: 'Disconnect' }))
  await user.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Disconnect' }))
  expect(await screen.findByText('Being maintained.')).toBeVisible()
  await user.click(screen.getByRole('button', { name: 'Cancel' }))
  await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument())

  await waitFor(() => expect(screen.getByRole('button', { name: 'Disconnect' })).toHaveFocus())
  await user.click(screen.getByRole('button', { name: 'Disconnect' }))
  expect(await screen.findByRole('dialog')).toBeVisible()
  expect(screen.queryByText('Being maintained.')).not.toBeInTheDocument()
})

test('the dialog stays open while the connection is being ended', async () => {
  const { user } = renderAdmin(path, { clients: [client()] })
  server.use(graphql.mutation('RevokeConnection', () => delay('infinite')))

  await user.click(await screen.findByRole('button', { name: 'Disconnect' }))
  await user.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Disconnect' }))
  await user.keyboard('{Escape}')

  await new Promise((resolve) => setTimeout(resolve, 400)) // longer than the dialog takes to go
  expect(screen.getByRole('dialog')).toBeVisible()
  expect(screen.queryByRole('button', { name: 'Close' })).not.toBeInTheDocument()
})

test('the focus follows a disconnection, and returns to the page', async () => {
  const { user } = renderAdmin(path, { clients: [client()] })

  await user.click(await screen.findByRole('button', { name: 'Disconnect' }))
  await user.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Disconnect' }))
  expect(await screen.findByRole('button', { name: 'Done' })).toHaveFocus()
  await user.keyboard('{Enter}')

  await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument())
  expect(screen.getByRole('main')).toHaveFocus()
})

test('only what is granted can be limited', async () => {
  renderAdmin(`${path}?tab=permissions`, {
    clients: [
      client({
        permissions: [
          { permission: 'ads_read', requested: true, state: 'GRANTED', datasetMetaIds: null },
          { permission: 'business_management', requested: true, state: 'DENIED', datasetMetaIds: null },
          { permission: 'catalog_management', requested: true, state: 'UNKNOWN', datasetMetaIds: null },
        ],
      }),
    ],
  })

  expect(await screen.findByRole('row', { name: /ads_read/ })).toHaveTextContent('Not limited')
  for (const name of [/business_management/, /catalog_management/]) {
    expect(screen.getByRole('row', { name })).toHaveTextContent('–Does not apply')
    expect(screen.getByRole('row', { name })).not.toHaveTextContent('Not limited')
  }
})

test('an action after the session has ended leads to the sign-in page without a complaint', async () => {
  const { installation, user } = renderAdmin(path, { clients: [client()] })
  const check = await screen.findByRole('button', { name: 'Check' })
  installation.viewer = null

  await user.click(check)

  expect(await screen.findByRole('heading', { name: 'Sign in' })).toBeVisible()
  expect(screen.queryByText('Not checked')).not.toBeInTheDocument()
})
