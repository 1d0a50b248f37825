import { screen, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { makeBusiness, makeDataset, makeProblem, minutesAgo } from '@/test/factories'
import { makeClient, type Installation } from '@/test/installation'
import { renderAdmin } from '@/test/render-admin'

const path = `/businesses/${makeBusiness(1).id}`
const day = 24 * 60

function renderDatasets(fields: Partial<Installation> = {}) {
  const owned = [
    makeDataset(1, { name: 'Busy', lastFiredAt: minutesAgo(20) }),
    makeDataset(2, { name: 'Slow', lastFiredAt: minutesAgo(3 * day) }),
    makeDataset(3, { name: 'Still', lastFiredAt: minutesAgo(100 * day) }),
    makeDataset(4, { name: 'New', lastFiredAt: null }),
  ]
  const unreachable = owned.slice(2, 3)
  return renderAdmin(path, { clients: [makeClient(makeBusiness(1), { owned, unreachable })], ...fields })
}

test('each dataset says how alive it is, and whether the token reaches it', async () => {
  renderDatasets()

  expect(await screen.findByRole('row', { name: /Busy/ })).toHaveTextContent('Receiving20 minutes ago')
  expect(screen.getByRole('row', { name: /Slow/ })).toHaveTextContent('Quiet3 days ago')
  expect(screen.getByRole('row', { name: /Still/ })).toHaveTextContent('Silent3 months ago')
  expect(screen.getByRole('row', { name: /Still/ })).toHaveTextContent('Not usable')
  expect(screen.getByRole('row', { name: /New/ })).toHaveTextContent('Never received one')
  expect(screen.getByRole('region', { name: 'Datasets' })).toHaveTextContent('Quiet: no event for a day.')
})

test('a test event is announced with what it holds, sent once, and seen to arrive', async () => {
  const { installation, user } = renderDatasets()

  await user.click(await screen.findByRole('button', { name: 'Send a test event to New' }))
  const dialog = await screen.findByRole('dialog', { name: 'Test event for New' })
  expect(dialog).toHaveTextContent('Meta processes a test event as any other: it counts')
  expect(dialog).toHaveTextContent('connection-test@example.com')
  await user.type(within(dialog).getByLabelText(/Test event code/), ' TEST12345 ')
  await user.click(within(dialog).getByRole('button', { name: 'Send one event' }))

  expect(await within(dialog).findByRole('status')).toHaveTextContent('Arrived')
  expect(dialog).toHaveTextContent('5f0c6f0e-2f2a-4b7e-9d57-1f6b3c6f7f10')
  expect(dialog).toHaveTextContent('AtRaCeOfTheTest')
  expect(installation.operations.filter(({ name }) => name === 'SendTestEvent')).toEqual([
    {
      name: 'SendTestEvent',
      variables: {
        input: { businessId: makeBusiness(1).id, datasetId: makeDataset(4).id, testEventCode: 'TEST12345' },
      },
    },
  ])
  await user.click(within(dialog).getByRole('button', { name: 'Done' }))
  expect(await screen.findByRole('row', { name: /New/ })).toHaveTextContent('Receiving')
})

test('what Meta refuses is explained in place of the form', async () => {
  const refusedTest = makeProblem({ code: 'META_REFUSED', message: 'Meta refused the request.', metaCode: 100 })
  const { user } = renderDatasets({ refusedTest })

  await user.click(await screen.findByRole('button', { name: 'Send a test event to New' }))
  await user.type(await screen.findByLabelText(/Test event code/), 'TEST12345')
  await user.click(screen.getByRole('button', { name: 'Send one event' }))

  expect(await screen.findByRole('region', { name: 'Meta refused the request.' })).toHaveTextContent('Code 100')
  expect(screen.queryByText('Arrived')).not.toBeInTheDocument()
})

test('whoever may not use the token is offered no test event', async () => {
  renderDatasets({ viewer: { email: 'eve@example.com', role: 'VIEWER' } })

  expect(await screen.findByRole('row', { name: /Busy/ })).toBeVisible()
  expect(screen.queryByRole('button', { name: /test event/ })).not.toBeInTheDocument()
  expect(screen.queryByRole('columnheader', { name: 'Actions' })).not.toBeInTheDocument()
})
