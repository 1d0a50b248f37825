import { screen, waitFor, within } from '@testing-library/react'
import { graphql, HttpResponse } from 'msw'
import { expect, test, vi } from 'vitest'
import { makeBusiness, makeProblem } from '@/test/factories'
import { failed } from '@/test/failed'
import { makeClient } from '@/test/installation'
import { renderAdmin } from '@/test/render-admin'
import { server } from '@/test/server'

const clients = (count: number) => Array.from({ length: count }, (_, i) => makeClient(makeBusiness(i + 1)))

/** The names in the list, from the top. */
async function names() {
  const table = await screen.findByRole('table', { name: 'Businesses' })
  return within(table)
    .getAllByRole('rowheader')
    .map((cell) => within(cell).getByRole('link').textContent)
}

test('lists businesses with the latest connection first', async () => {
  renderAdmin('/businesses', { clients: clients(3) })

  expect(await names()).toEqual(['Business 1', 'Business 2', 'Business 3'])
  expect(screen.getByText('3 businesses')).toBeVisible()
  expect(document.title).toBe('Businesses · CAPI Connect')
})

test('search goes to the server and into the URL, once the typing pauses', async () => {
  const { history, installation, user } = renderAdmin('/businesses', { clients: clients(12) })
  await names()

  await user.type(screen.getByRole('searchbox', { name: 'Search businesses' }), 'business 12')

  await waitFor(async () => expect(await names()).toEqual(['Business 12']))
  expect(history.location.search).toBe('?q=business+12')
  const searches = installation.operations.map(
    ({ variables }) => (variables.filter as { search?: string } | undefined)?.search,
  )
  expect(new Set(searches)).toEqual(new Set([undefined, 'business 12']))
})

test('statuses filter together, from the URL and into it', async () => {
  const { history, user } = renderAdmin('/businesses?status=DEGRADED&status=NONSENSE', {
    clients: [
      makeClient(makeBusiness(1)),
      makeClient(makeBusiness(2, { status: 'DEGRADED' })),
      makeClient(makeBusiness(3, { status: 'DISCONNECTED' })),
    ],
  })
  expect(await names()).toEqual(['Business 2'])

  await user.click(screen.getByRole('button', { name: 'Degraded' }))
  await user.click(await screen.findByRole('menuitemcheckbox', { name: 'Disconnected' }))

  await waitFor(async () => expect(await names()).toEqual(['Business 2', 'Business 3']))
  expect(history.location.search).toBe('?status=DEGRADED&status=DISCONNECTED')
})

test('what needs attention is one press away', async () => {
  const { history, user } = renderAdmin('/businesses', {
    clients: [makeClient(makeBusiness(1)), makeClient(makeBusiness(2, { problem: makeProblem() }))],
  })
  await names()

  await user.click(screen.getByRole('button', { name: 'Needs attention', pressed: false }))

  await waitFor(async () => expect(await names()).toEqual(['Business 2']))
  expect(history.location.search).toBe('?attention=yes')
  await user.click(screen.getByRole('button', { name: 'Needs attention', pressed: true }))
  await waitFor(async () => expect(await names()).toHaveLength(2))
  expect(history.location.search).toBe('')
})

test('the export holds what the filters find', async () => {
  renderAdmin('/businesses?q=shop&status=CONNECTED&status=DEGRADED&attention=yes&sort=name&size=10&after=9')

  expect(await screen.findByRole('link', { name: 'Export CSV' })).toHaveAttribute(
    'href',
    '/admin/export/businesses.csv?q=shop&status=CONNECTED&status=DEGRADED&attention=yes',
  )
})

test('a column’s head sorts, and turns the direction round', async () => {
  const { history, user } = renderAdmin('/businesses', { clients: clients(3) })
  await names()

  await user.click(screen.getByRole('button', { name: 'Business' }))
  await waitFor(() => expect(history.location.search).toBe('?sort=name&dir=asc'))
  expect(await screen.findByRole('columnheader', { name: 'Business' })).toHaveAttribute('aria-sort', 'ascending')

  await user.click(screen.getByRole('button', { name: 'Business' }))
  await waitFor(async () => expect(await names()).toEqual(['Business 3', 'Business 2', 'Business 1']))
  expect(history.location.search).toBe('?sort=name&dir=desc')
})

test('pages follow the cursors forwards and backwards', async () => {
  const { history, user } = renderAdmin('/businesses?sort=connected&size=10', { clients: clients(23) })
  expect(await names()).toHaveLength(10)
  expect(screen.getByRole('button', { name: 'Previous' })).toBeDisabled()

  await user.click(screen.getByRole('button', { name: 'Next' }))
  await waitFor(async () => expect((await names())[0]).toBe('Business 11'))
  expect(history.location.search).toContain('after=9')

  await user.click(screen.getByRole('button', { name: 'Next' }))
  await waitFor(async () => expect(await names()).toEqual(['Business 21', 'Business 22', 'Business 23']))
  expect(screen.getByRole('button', { name: 'Next' })).toBeDisabled()

  await user.click(screen.getByRole('button', { name: 'Previous' }))
  await waitFor(async () => expect((await names())[0]).toBe('Business 11'))
  expect(history.location.search).toContain('before=20')
  expect(history.location.search).not.toContain('after')
})

test('without any business it offers to connect one', async () => {
  renderAdmin('/businesses')

  expect(await screen.findByText('No business connected yet')).toBeVisible()
  const links = screen.getAllByRole('link', { name: 'Connect a business' })
  expect(links.map((link) => link.getAttribute('href'))).toEqual(['/admin/connect', '/admin/connect'])
})

test('without a match it offers to clear the filters', async () => {
  const { history, user } = renderAdmin('/businesses?q=nobody', { clients: clients(2) })

  expect(await screen.findByText('No business matches')).toBeVisible()
  await user.click(screen.getAllByRole('button', { name: 'Clear filters' })[1] as HTMLElement)

  expect(await names()).toHaveLength(2)
  expect(history.location.search).toBe('')
  expect(screen.getByRole('searchbox', { name: 'Search businesses' })).toHaveValue('')
})

test('a failure of the server’s own shows its request id and can be retried', async () => {
  const { user } = renderAdmin('/businesses', { clients: clients(1) })
  server.use(
    graphql.query(
      'Businesses',
      () =>
        HttpResponse.json({
          errors: [{ message: 'Internal error.', extensions: { code: 'INTERNAL', requestId: 'req-77' } }],
        }),
      { once: true },
    ),
  )

  expect(await screen.findByText('req-77')).toBeVisible()
  await user.click(screen.getByRole('button', { name: 'Try again' }))
  expect(await names()).toEqual(['Business 1'])
})

test('what was read stays when it cannot be read again', async () => {
  const { user } = renderAdmin('/businesses', { clients: clients(30) })
  await names()
  server.use(graphql.query('Businesses', () => failed('Being maintained.', { code: 'UNAVAILABLE' })))

  await user.click(screen.getByRole('button', { name: 'Business' }))

  expect(await screen.findByText('Being maintained.')).toBeVisible()
  expect((await names())[0]).toBe('Business 1')
})

test('a page that has lost its entries says so, and leads to the first', async () => {
  const { history, user } = renderAdmin('/businesses?after=24', { clients: clients(20) })

  expect(await screen.findByText('This page is empty now')).toBeVisible()
  expect(screen.queryByText('No business connected yet')).not.toBeInTheDocument()
  await user.click(screen.getByRole('button', { name: 'First page' }))

  expect(await names()).toHaveLength(20)
  expect(history.location.search).toBe('')
})

test('a cursor that the server does not take leads to the first page', async () => {
  const { user } = renderAdmin('/businesses?after=stale', { clients: clients(3) })
  server.use(
    graphql.query('Businesses', ({ variables }) =>
      variables.after ? failed('The cursor is malformed.', { code: 'INVALID_INPUT' }) : undefined,
    ),
  )

  expect(await screen.findByText('The cursor is malformed.')).toBeVisible()
  expect(screen.queryByRole('button', { name: 'Try again' })).not.toBeInTheDocument()
  await user.click(screen.getByRole('button', { name: 'First page' }))

  expect(await names()).toHaveLength(3)
  expect(screen.queryByText('The cursor is malformed.')).not.toBeInTheDocument()
})

test('clearing the filters takes along what is being typed', async () => {
  const { history, installation, user } = renderAdmin('/businesses?status=CONNECTED&sort=name', { clients: clients(3) })
  await names()

  await user.type(screen.getByRole('searchbox'), 'business 2')
  await user.click(screen.getByRole('button', { name: 'Clear filters' }))

  expect(screen.getByRole('searchbox')).toHaveValue('')
  await new Promise((resolve) => setTimeout(resolve, 400)) // longer than a pause in typing
  expect(history.location.search).toBe('?sort=name')
  expect(installation.operations.map(({ variables }) => variables.filter)).not.toContainEqual(
    expect.objectContaining({ search: 'business 2' }),
  )
})

test('typing is no step of its own in the history, filtering is', async () => {
  const { history, user } = renderAdmin('/businesses', { clients: clients(12) })
  await names()
  const length = history.length

  await user.type(screen.getByRole('searchbox'), 'business')
  await waitFor(() => expect(history.location.search).toBe('?q=business'))
  await user.type(screen.getByRole('searchbox'), ' 12')
  await waitFor(() => expect(history.location.search).toBe('?q=business+12'))
  expect(history.length).toBe(length)

  await user.click(screen.getByRole('button', { name: 'Clear filters' }))
  expect(screen.getByRole('searchbox')).toHaveValue('')
})

test('all moments share one timer', async () => {
  const started = vi.spyOn(globalThis, 'setInterval')
  const stopped = vi.spyOn(globalThis, 'clearInterval')
  renderAdmin('/businesses', { clients: clients(12) })
  await names()

  const timers = started.mock.results.flatMap(({ value }, i) => (started.mock.calls[i]?.[1] === 60_000 ? [value] : []))
  expect(timers.filter((timer) => !stopped.mock.calls.some(([cleared]) => cleared === timer))).toHaveLength(1)
  vi.restoreAllMocks()
})

test('a status that needs somebody stands with its reason', async () => {
  const problem = makeProblem({ code: 'THROTTLED', message: 'Meta limits the number of calls for a while.' })
  renderAdmin('/businesses', { clients: [makeClient(makeBusiness(1, { status: 'DEGRADED', problem }))] })

  const row = await screen.findByRole('row', { name: /Business 1/ })
  expect(row).toHaveTextContent('DegradedMeta limits the number of calls for a while.')
})

test('a session that ends is noticed, and the way back kept', async () => {
  const { history, installation, user } = renderAdmin('/businesses', { clients: clients(30) })
  await names()
  installation.viewer = null

  await user.click(screen.getByRole('button', { name: 'Next' }))

  expect(await screen.findByRole('heading', { name: 'Sign in' })).toBeVisible()
  expect(new URLSearchParams(history.location.search).get('return')).toBe('/admin/businesses?after=24')
})
