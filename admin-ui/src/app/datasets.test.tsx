import { act, screen, waitFor, within } from '@testing-library/react'
import { graphql, HttpResponse } from 'msw'
import { afterEach, expect, test, vi } from 'vitest'
import { makeBusiness, makeChange, makeDataset, makeProblem, makeSyncRun, minutesAgo } from '@/test/factories'
import { makeClient, type Client } from '@/test/installation'
import { renderAdmin } from '@/test/render-admin'
import { server } from '@/test/server'

afterEach(() => {
  vi.useRealTimers()
})

const path = `/businesses/${makeBusiness(1).id}`

const client = (fields: Parameters<typeof makeBusiness>[1] = {}, lists: Partial<Client> = {}) =>
  makeClient(makeBusiness(1, fields), { owned: [makeDataset(1)], ...lists })

test.each([
  ['what came and went', makeSyncRun({ addedCount: 1250, removedCount: 3 }), '2 hours ago: 1,250 added, 3 removed.'],
  ['what came', makeSyncRun({ addedCount: 1 }), 'Read from Meta 2 hours ago: 1 added.'],
  ['that nothing did', makeSyncRun(), 'Read from Meta 2 hours ago: nothing had changed.'],
  ['that it failed', makeSyncRun({ outcome: 'FAILED' }), 'The last reading failed 2 hours ago. What it had found by then is listed, and nothing was removed.'],
  ['that it was broken off', makeSyncRun({ outcome: 'SUPERSEDED' }), 'broken off 2 hours ago; another one follows.'],
  ['that there was none', null, 'Not read from Meta yet.'],
])('the last sync tells %s', async (_, lastSync, words) => {
  renderAdmin(path, { clients: [client({ lastSync })] })

  expect(await screen.findByRole('region', { name: 'Datasets' })).toHaveTextContent(words)
})

test('a sync under way is followed to its end', async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true })
  const running = makeSyncRun({ outcome: 'RUNNING', startedAt: minutesAgo(3), endedAt: null, pages: 12 })
  const { installation } = renderAdmin(path, { clients: [client({ lastSync: running })] })
  const panel = await screen.findByRole('region', { name: 'Datasets' })
  expect(panel).toHaveTextContent('Being read from Meta, 12 pages so far; begun 3 minutes ago.')

  Object.assign(installation.clients[0]?.business as object, { lastSync: makeSyncRun({ addedCount: 2 }) })
  await act(() => vi.advanceTimersByTimeAsync(4_000))
  await waitFor(() => expect(panel).toHaveTextContent('2 added.'))
})

test('a sync that takes longer goes on by itself, which is no failure', async () => {
  const { installation, user } = renderAdmin(path, { clients: [client()] })
  server.use(
    graphql.mutation('SyncDatasets', () => {
      const lastSync = makeSyncRun({ outcome: 'RUNNING', endedAt: null })
      Object.assign(installation.clients[0]?.business as object, { lastSync })
      const userErrors = [{ code: 'BUSY', message: 'This takes longer than usual and goes on by itself.' }]
      return HttpResponse.json({ data: { syncDatasets: { business: null, userErrors } } })
    }),
  )

  await user.click(await screen.findByRole('button', { name: 'Sync datasets' }))

  expect(await screen.findByText('Still reading the datasets')).toBeVisible()
  expect(screen.queryByText('Datasets not synced')).not.toBeInTheDocument()
  expect(await screen.findByText(/Being read from Meta/)).toBeVisible()
})

test('what came and went is listed, page by page, in the URL', async () => {
  const changes = Array.from({ length: 30 }, (_, i) => makeChange(i + 1))
  changes[0] = makeChange(1, { kind: 'REMOVED', relation: 'SHARED', datasetName: null })
  const { history, user } = renderAdmin(path, { clients: [client({}, { changes })] })

  await user.click(await screen.findByRole('tab', { name: 'Changes' }))
  const table = await screen.findByRole('table', { name: 'Changes of the datasets' })
  const rows = within(table).getAllByRole('row')
  expect(rows[1]).toHaveTextContent('Unnamed dataset')
  expect(rows[1]).toHaveTextContent('RemovedShared')
  expect(rows[2]).toHaveTextContent('AddedOwned')
  expect(screen.getByText('30 changes')).toBeVisible()

  await user.click(screen.getByRole('button', { name: 'Next' }))
  expect(await screen.findByText('Dataset 30')).toBeVisible()
  expect(history.location.search).toBe('?list=changes&after=24')

  await user.click(screen.getByRole('tab', { name: 'Owned 1' }))
  expect(await screen.findByText('Dataset 1')).toBeVisible()
  expect(history.location.search).toBe('')
})

test('without a change it says so', async () => {
  renderAdmin(`${path}?list=changes`, { clients: [client()] })

  expect(await screen.findByText('No sync has found a dataset that came or went.')).toBeVisible()
})

test('datasets that the token does not reach are named, with what to do', async () => {
  const unreachable = [1, 2, 3, 4, 5].map((n) => makeDataset(n))
  renderAdmin(path, { clients: [client({}, { unreachable })] })

  const notice = await screen.findByRole('note')
  expect(notice).toHaveTextContent('Meta lists 5 datasets that the token does not reach')
  expect(notice).toHaveTextContent('Dataset 1, Dataset 2, Dataset 3 and 2 others.')
  expect(notice).toHaveTextContent('Have the client connect again and tick them.')
})

test('without a token in use nothing is unreachable', async () => {
  const ended = client({ status: 'DISCONNECTED', disconnectedAt: minutesAgo(5) }, { unreachable: [makeDataset(1)] })
  renderAdmin(path, { clients: [ended] })

  expect(await screen.findByRole('region', { name: 'Datasets' })).toBeVisible()
  expect(screen.queryByRole('note')).not.toBeInTheDocument()
})

test('a token that ends soon is warned of with its date', async () => {
  const problem = makeProblem({ code: 'TOKEN_EXPIRING', message: 'The token ends soon and could not be replaced.' })
  renderAdmin(path, { clients: [client({ problem, tokenExpiresAt: minutesAgo(-6 * 24 * 60) })] })

  const card = await screen.findByRole('region', { name: /The token ends soon/ })
  expect(card).toHaveTextContent('The token ends in 6 days')
  expect(screen.queryByRole('note')).not.toBeInTheDocument()
})
