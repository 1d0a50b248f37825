import { screen, waitFor, within } from '@testing-library/react'
import { graphql } from 'msw'
import { expect, test } from 'vitest'
import { makeBusiness, makeDeletion, makeMetaEvent, makeOrphanGrant } from '@/test/factories'
import { failed } from '@/test/failed'
import { makeClient } from '@/test/installation'
import { renderAdmin } from '@/test/render-admin'
import { server } from '@/test/server'

const clients = [makeClient(makeBusiness(1))]
const orphanGrants = [makeOrphanGrant(1), makeOrphanGrant(2, { outcome: 'GONE' })]
const metaEvents = [
  makeMetaEvent(1),
  makeMetaEvent(2, { kind: 'INSTALL', businessMetaId: makeOrphanGrant(1).businessMetaId }),
  makeMetaEvent(3, { kind: 'INSTALL', businessMetaId: makeOrphanGrant(2).businessMetaId, outcome: 'OLD' }),
  makeMetaEvent(4, { kind: 'DEAUTHORIZE', businessMetaId: null, outcome: 'WAITING', processedAt: null }),
]

const findRows = async (table = 'Reports') =>
  within(await screen.findByRole('table', { name: table }))
    .getAllByRole('row')
    .slice(1)

test('lists what Meta has reported, about whom, and what came of it', async () => {
  renderAdmin('/webhooks', { clients, orphanGrants, metaEvents })

  const [uninstall, orphan, ended, waiting] = await findRows()
  expect(uninstall).toHaveTextContent('UninstalledThe client removed the app.')
  expect(within(uninstall as HTMLElement).getByRole('link', { name: 'Business 1' })).toHaveAttribute(
    'href',
    `/admin/businesses/${makeBusiness(1).id}`,
  )
  expect(uninstall).toHaveTextContent('Acted onMeta confirmed it.')
  expect(orphan).toHaveTextContent('Not connected here')
  expect(within(orphan as HTMLElement).getByRole('link', { name: 'Its orphan grant' })).toHaveAttribute(
    'href',
    '/admin/businesses',
  )
  expect(ended).not.toHaveTextContent('Its orphan grant')
  expect(waiting).toHaveTextContent('Meta is being asked whether it is so.')
})

test('kinds and outcomes filter together, in the URL', async () => {
  const { history, user } = renderAdmin('/webhooks?kind=INSTALL&outcome=NONSENSE', {
    clients,
    orphanGrants,
    metaEvents,
  })
  expect(await findRows()).toHaveLength(2)

  await user.click(screen.getByRole('button', { name: 'Any outcome' }))
  await user.click(await screen.findByRole('menuitemcheckbox', { name: 'Out of date' }))

  await waitFor(async () => expect(await findRows()).toHaveLength(1))
  expect(history.location.search).toBe('?kind=INSTALL&outcome=OLD')
  await user.click(screen.getByRole('button', { name: 'Clear filters' }))
  await waitFor(async () => expect(await findRows()).toHaveLength(4))
})

test('as long as nothing has come it says how to subscribe', async () => {
  renderAdmin('/webhooks')

  expect(await screen.findByText('Meta has not reported anything')).toBeVisible()
  expect(screen.getByText(/business_integration_install/)).toBeVisible()
  expect(screen.getByRole('link', { name: 'How to subscribe' })).toHaveAttribute('href', '/admin/setup')
})

test('without a match it offers to clear the filters', async () => {
  const { user } = renderAdmin('/webhooks?kind=UPDATE', { clients, metaEvents })

  expect(await screen.findByText('No report matches')).toBeVisible()
  await user.click(screen.getAllByRole('button', { name: 'Clear filters' })[1] as HTMLElement)
  expect(await findRows()).toHaveLength(4)
})

test('a failure is told and can be retried', async () => {
  const { user } = renderAdmin('/webhooks', { clients, metaEvents })
  server.use(graphql.query('MetaEvents', () => failed('Being maintained.', { code: 'UNAVAILABLE' }), { once: true }))

  expect(await screen.findByText('Being maintained.')).toBeVisible()
  await user.click(screen.getByRole('button', { name: 'Try again' }))
  expect(await findRows()).toHaveLength(4)
})

test('requests to delete say how far they have come, where the client sees it', async () => {
  const deletions = [makeDeletion(1, { completedAt: null }), makeDeletion(2, { origin: 'PARTNER' })]
  const { history, user } = renderAdmin('/webhooks', { deletions })

  await user.click(await screen.findByRole('tab', { name: 'Requests to delete' }))

  const [underWay, done] = await findRows('Requests to delete')
  expect(history.location.search).toBe('?view=deletions')
  expect(underWay).toHaveTextContent('A client, at MetaUnder way')
  expect(underWay).toHaveTextContent('Not yet')
  expect(within(underWay as HTMLElement).getByRole('link')).toHaveAttribute('href', makeDeletion(1).statusUrl)
  expect(done).toHaveTextContent('Staff or a backend, hereDeleted')
})

test('when nobody has asked for a deletion it says so', async () => {
  renderAdmin('/webhooks?view=deletions')

  expect(await screen.findByText('Nobody has asked for a deletion')).toBeVisible()
})
