import { screen, within } from '@testing-library/react'
import { graphql, HttpResponse } from 'msw'
import { expect, test } from 'vitest'
import { makeBusiness, makeDataset, makeProblem, minutesAgo } from '@/test/factories'
import { makeClient } from '@/test/installation'
import { renderAdmin } from '@/test/render-admin'
import { server } from '@/test/server'

const business = makeBusiness(1)
const path = `/businesses/${business.id}`

test('the external id, the labels and the one-dataset guard are changed together', async () => {
  const { installation, user } = renderAdmin(`${path}?tab=settings`, { clients: [makeClient(makeBusiness(1))] })

  const externalId = await screen.findByLabelText('External id')
  await user.clear(externalId)
  await user.type(screen.getByLabelText('Labels'), ', gold')
  await user.click(screen.getByRole('checkbox', { name: /One dataset only/ }))
  await user.click(screen.getByRole('button', { name: 'Save' }))

  expect(await screen.findByText('Saved')).toBeVisible()
  expect(installation.operations.filter(({ name }) => name === 'UpdateBusiness')).toEqual([
    {
      name: 'UpdateBusiness',
      variables: {
        input: { businessId: business.id, externalId: null, labels: ['eu', 'pilot', 'gold'], oneDataset: true },
      },
    },
  ])
})

test('a refusal stands at the field that it is about', async () => {
  const { user } = renderAdmin(`${path}?tab=settings`, { clients: [makeClient(makeBusiness(1))] })
  const userErrors = [{ message: 'A label has 1 to 50 characters.', field: ['input', 'labels'] }]
  server.use(
    graphql.mutation('UpdateBusiness', () => HttpResponse.json({ data: { updateBusiness: { business: null, userErrors } } })),
  )

  await user.click(await screen.findByRole('button', { name: 'Save' }))

  expect(await screen.findByText('A label has 1 to 50 characters.')).toBeVisible()
  expect(screen.queryByText('Saved')).not.toBeInTheDocument()
})

test('a viewer reads the settings, and an operator erases nothing', async () => {
  renderAdmin(`${path}?tab=settings`, {
    viewer: { email: 'eve@example.com', role: 'VIEWER' },
    clients: [makeClient(makeBusiness(1))],
  })

  expect(await screen.findByText('Datasets that count')).toBeVisible()
  expect(screen.queryByRole('button', { name: 'Save' })).not.toBeInTheDocument()
  expect(screen.queryByRole('button', { name: 'Erase business' })).not.toBeInTheDocument()
})

test('a connected business cannot be erased', async () => {
  renderAdmin(`${path}?tab=settings`, { clients: [makeClient(makeBusiness(1))] })

  expect(await screen.findByRole('button', { name: 'Erase business' })).toBeDisabled()
  expect(screen.getByRole('region', { name: 'Erase' })).toHaveTextContent('Disconnect the business first.')
})

test('erasing says what is gone, and leaves the page', async () => {
  const ended = makeBusiness(1, { status: 'DISCONNECTED', disconnectedAt: minutesAgo(5) })
  const { history, installation, user } = renderAdmin(`${path}?tab=settings`, { clients: [makeClient(ended)] })

  await user.click(await screen.findByRole('button', { name: 'Erase business' }))
  const dialog = await screen.findByRole('dialog', { name: 'Erase Business 1?' })
  expect(dialog).toHaveTextContent('Nobody can bring them back.')
  await user.type(within(dialog).getByLabelText('Reason (optional)'), 'Contract ended')
  await user.click(within(dialog).getByRole('button', { name: 'Erase for good' }))

  expect(await screen.findByRole('heading', { name: 'Businesses' })).toBeVisible()
  expect(history.location.pathname).toBe('/admin/businesses')
  expect(installation.clients).toEqual([])
})

test('where one dataset is to count, staff choose it, and the others show as not used', async () => {
  const guarded = makeBusiness(1, { oneDataset: true, problem: makeProblem({ code: 'SEVERAL_DATASETS' }) })
  const { user } = renderAdmin(path, { clients: [makeClient(guarded, { owned: [makeDataset(1), makeDataset(2)] })] })

  await user.click(await screen.findByRole('button', { name: 'Use Dataset 2 alone' }))

  expect(await screen.findByText(/Dataset 2 counts/)).toBeVisible()
  expect(await screen.findByRole('row', { name: /Dataset 1/ })).toHaveTextContent('Not used')
  expect(screen.getByRole('row', { name: /Dataset 2/ })).toHaveTextContent('Counts')
  expect(screen.queryByRole('button', { name: 'Send a test event to Dataset 1' })).not.toBeInTheDocument()
})

test('one dataset alone leaves nothing to choose', async () => {
  const owned = [makeDataset(1)]
  renderAdmin(path, { clients: [makeClient(makeBusiness(1, { oneDataset: true }), { owned })] })

  expect(await screen.findByRole('row', { name: /Dataset 1/ })).toBeVisible()
  expect(screen.queryByRole('button', { name: /Use Dataset 1/ })).not.toBeInTheDocument()
})
