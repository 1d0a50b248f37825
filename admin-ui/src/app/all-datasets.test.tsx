import { screen, waitFor, within } from '@testing-library/react'
import { graphql } from 'msw'
import { expect, test } from 'vitest'
import { makeBusiness, makeDataset, minutesAgo } from '@/test/factories'
import { failed } from '@/test/failed'
import { makeClient } from '@/test/installation'
import { renderAdmin } from '@/test/render-admin'
import { server } from '@/test/server'

const day = 24 * 60

/** Three clients: two with datasets of their own, and one dataset that all of them have. */
const clients = () => {
  const common = makeDataset(9, { name: 'Of the agency', lastFiredAt: null })
  return [
    makeClient(makeBusiness(1), { owned: [makeDataset(1), makeDataset(2, { isUnavailable: true })], shared: [common] }),
    makeClient(makeBusiness(2), { owned: [makeDataset(3, { lastFiredAt: minutesAgo(10 * day) })], shared: [common] }),
    makeClient(makeBusiness(3), { owned: [common] }),
  ]
}

async function names() {
  const table = await screen.findByRole('table', { name: 'Datasets' })
  return within(table)
    .getAllByRole('rowheader')
    .map((cell) => cell.querySelector('bdi')?.textContent)
}

test('lists the datasets of all businesses, each once, with the businesses that have it', async () => {
  renderAdmin('/datasets', { clients: clients() })

  expect(await names()).toEqual(['Dataset 1', 'Dataset 2', 'Dataset 3', 'Of the agency'])
  expect(screen.getByText('4 datasets')).toBeVisible()
  const row = screen.getByRole('row', { name: /Of the agency/ })
  expect(
    within(row)
      .getAllByRole('link')
      .map((link) => link.textContent),
  ).toEqual(['Business 1', 'Business 2', expect.stringContaining('Events Manager')])
  expect(row).toHaveTextContent('and 1 other')
  expect(row).toHaveTextContent('Never')
  expect(within(screen.getByRole('row', { name: /Dataset 2/ })).getByText('Unavailable')).toBeVisible()
})

test('search, ownership and silence narrow the list, from the URL and into it', async () => {
  const { history, user } = renderAdmin('/datasets?relation=shared&silent=5', { clients: clients() })
  expect(await names()).toEqual(['Of the agency'])
  expect(history.location.search, 'what makes no sense is dropped').toBe('?relation=shared')

  await user.selectOptions(screen.getByRole('combobox', { name: 'Owned or shared' }), 'Owned')
  await user.selectOptions(screen.getByRole('combobox', { name: 'Silent for' }), 'Silent for 7 days')
  await waitFor(async () => expect(await names()).toEqual(['Dataset 3', 'Of the agency']))
  expect(history.location.search).toBe('?relation=owned&silent=7')

  await user.type(screen.getByRole('searchbox', { name: 'Search datasets' }), 'agency')
  await waitFor(async () => expect(await names()).toEqual(['Of the agency']))
  expect(history.location.search).toBe('?relation=owned&silent=7&q=agency')

  await user.click(screen.getByRole('button', { name: 'Clear filters' }))
  await waitFor(async () => expect(await names()).toHaveLength(4))
  expect(history.location.search).toBe('')
})

test('what Meta marks as unavailable is one press away', async () => {
  const { history, user } = renderAdmin('/datasets', { clients: clients() })
  await names()

  await user.click(screen.getByRole('button', { name: 'Unavailable', pressed: false }))

  await waitFor(async () => expect(await names()).toEqual(['Dataset 2']))
  expect(screen.getByRole('button', { name: 'Unavailable', pressed: true })).toBeVisible()
  expect(history.location.search).toBe('?unavailable=yes')
})

test('a column’s head sorts by the last event, the latest first', async () => {
  const { history, user } = renderAdmin('/datasets', { clients: clients() })
  await names()

  await user.click(screen.getByRole('button', { name: 'Last event' }))

  await waitFor(async () => expect(await names()).toEqual(['Dataset 1', 'Dataset 2', 'Dataset 3', 'Of the agency']))
  expect(history.location.search).toBe('?sort=fired&dir=desc')
  await user.click(screen.getByRole('button', { name: 'Last event' }))
  await waitFor(async () => expect((await names())[0]).toBe('Of the agency'))
})

test('pages follow the cursors', async () => {
  const owned = Array.from({ length: 23 }, (_, i) => makeDataset(i + 1, { name: `Dataset ${i + 10}` }))
  const { history, user } = renderAdmin('/datasets?size=10', { clients: [makeClient(makeBusiness(1), { owned })] })
  expect(await names()).toHaveLength(10)

  await user.click(screen.getByRole('button', { name: 'Next' }))
  await waitFor(async () => expect((await names())[0]).toBe('Dataset 20'))
  expect(history.location.search).toBe('?size=10&after=9')
})

test('the export holds what the filters find', async () => {
  renderAdmin('/datasets?q=a&relation=shared&silent=30&unavailable=yes&sort=fired&after=9', { clients: clients() })

  expect(await screen.findByRole('link', { name: 'Export CSV' })).toHaveAttribute(
    'href',
    '/admin/export/datasets.csv?q=a&relation=shared&silent=30&unavailable=yes',
  )
})

test('without a dataset it offers to connect a business, without a match to clear the filters', async () => {
  const { user } = renderAdmin('/datasets?q=nothing')

  expect(await screen.findByText('No dataset matches')).toBeVisible()
  await user.click(screen.getAllByRole('button', { name: 'Clear filters' })[1] as HTMLElement)

  expect(await screen.findByText('No dataset yet')).toBeVisible()
  expect(screen.getByRole('link', { name: 'Connect a business' })).toHaveAttribute('href', '/admin/connect')
})

test('a failure can be retried', async () => {
  const { user } = renderAdmin('/datasets', { clients: clients() })
  server.use(graphql.query('AllDatasets', () => failed('Being maintained.', { code: 'UNAVAILABLE' }), { once: true }))

  expect(await screen.findByText('Being maintained.')).toBeVisible()
  await user.click(screen.getByRole('button', { name: 'Try again' }))
  expect(await names()).toHaveLength(4)
})
