import { screen, waitFor, within } from '@testing-library/react'
import { graphql, HttpResponse } from 'msw'
import { expect, test } from 'vitest'
import { makeBusiness, makeOnboarding, makeOrphanGrant, minutesAgo } from '@/test/factories'
import { failed } from '@/test/failed'
import { makeClient } from '@/test/installation'
import { renderAdmin } from '@/test/render-admin'
import { server } from '@/test/server'

const clients = [makeClient(makeBusiness(1))]
const ended = makeOrphanGrant(9, { outcome: 'GONE', endedAt: minutesAgo(60) })

const makeOrphanGrants = (count: number) => Array.from({ length: count }, (_, i) => makeOrphanGrant(i + 1))

const findTable = () => screen.findByRole('table', { name: 'Orphan grants' })

test('without an open grant there is no panel', async () => {
  renderAdmin('/businesses', { clients, orphanGrants: [ended] })

  expect(await screen.findByRole('table', { name: 'Businesses' })).toBeVisible()
  expect(screen.queryByText('Orphan grants')).not.toBeInTheDocument()
})

test('open grants stand above the businesses, with what has been done about them', async () => {
  const onboarding = makeOnboarding(2, { status: 'OPEN', completedAt: null, expiresAt: minutesAgo(-90) })
  renderAdmin('/businesses', {
    clients,
    orphanGrants: [makeOrphanGrant(1), makeOrphanGrant(2, { name: null, onboarding }), ended],
  })

  const [, first, second, third] = within(await findTable()).getAllByRole('row')
  expect(first).toHaveTextContent('Orphan 1')
  expect(first).toHaveTextContent('None made yet')
  expect(second).toHaveTextContent('Name not known yet')
  expect(second).toHaveTextContent('Waiting for the clientEnds in 2 hours')
  expect(third).toBeUndefined()
})

test('claiming makes a link, which is shown once', async () => {
  const { installation, user } = renderAdmin('/businesses', { clients, orphanGrants: [makeOrphanGrant(1)] })

  await user.click(await screen.findByRole('button', { name: 'Claim Orphan 1' }))
  const dialog = await screen.findByRole('dialog', { name: 'Claim the grant of Orphan 1' })
  expect(dialog).toHaveTextContent('The lost token cannot be fetched')
  await user.type(within(dialog).getByLabelText('External id (optional)'), ' shop-7 ')
  await user.type(within(dialog).getByLabelText('Labels (optional)'), 'eu, pilot,')
  await user.selectOptions(within(dialog).getByLabelText('The link works for'), '7 days')
  await user.click(within(dialog).getByRole('button', { name: 'Make the link' }))

  const shown = await screen.findByRole('dialog', { name: 'Link for Orphan 1' })
  expect(within(shown).getByLabelText('Connect link')).toHaveValue('https://capi.example.com/connect#onb_once')
  expect(within(shown).getByLabelText('Connect link')).toHaveFocus()
  await user.click(within(shown).getByRole('button', { name: 'Copy link' }))
  expect(await navigator.clipboard.readText()).toBe('https://capi.example.com/connect#onb_once')
  expect(installation.operations.filter(({ name }) => name === 'ClaimOrphanGrant')).toEqual([
    {
      name: 'ClaimOrphanGrant',
      variables: {
        input: {
          orphanGrantId: makeOrphanGrant(1).id,
          externalId: 'shop-7',
          labels: ['eu', 'pilot'],
          expiresInMinutes: 10_080,
        },
      },
    },
  ])

  await user.click(within(shown).getByRole('button', { name: 'Done' }))
  await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument())
  expect(await findTable()).toHaveTextContent('Waiting for the client')
  expect(document.body.innerHTML).not.toContain('onb_once')

  await user.click(screen.getByRole('button', { name: 'Claim Orphan 1' }))
  const again = await screen.findByRole('dialog', { name: 'Claim the grant of Orphan 1' })
  await waitFor(() => expect(again).toBeVisible())
})

test('a refused claim says why, beside the field at fault if one is', async () => {
  const { user } = renderAdmin('/businesses', { clients, orphanGrants: [makeOrphanGrant(1)] })
  const refuse = (message: string, field: string[] | null) =>
    graphql.mutation('ClaimOrphanGrant', () =>
      HttpResponse.json({
        data: { claimOrphanGrant: { onboarding: null, token: null, userErrors: [{ message, field }] } },
      }),
    )
  server.use(refuse('There are at most 20 labels.', ['input', 'labels']))

  await user.click(await screen.findByRole('button', { name: 'Claim Orphan 1' }))
  const dialog = await screen.findByRole('dialog')
  await user.click(within(dialog).getByRole('button', { name: 'Make the link' }))
  const labels = within(dialog).getByLabelText('Labels (optional)')
  await waitFor(() => expect(labels).toHaveAccessibleDescription(/There are at most 20 labels/))

  server.use(refuse('This grant is not open any more.', ['input', 'orphanGrantId']))
  await user.click(within(dialog).getByRole('button', { name: 'Make the link' }))
  expect(await within(dialog).findByRole('alert')).toHaveTextContent('This grant is not open any more.')
})

test('a failure is told, not hidden, and can be retried', async () => {
  const { user } = renderAdmin('/businesses', { clients, orphanGrants: [makeOrphanGrant(1)] })
  server.use(
    graphql.query('OrphanGrants', () => failed('Being maintained.', { code: 'UNAVAILABLE' }), { once: true }),
  )

  const panel = await screen.findByRole('region', { name: 'Orphan grants' })
  expect(panel).toHaveTextContent('Being maintained.')
  await user.click(within(panel).getByRole('button', { name: 'Try again' }))
  expect(await findTable()).toHaveTextContent('Orphan 1')
})

test('pages go forward and back, in the URL, beside what the list of businesses shows', async () => {
  const orphanGrants = [...makeOrphanGrants(30), ended]
  const { history, user } = renderAdmin('/businesses?sort=name', { clients, orphanGrants })
  const shown = () => Object.fromEntries(new URLSearchParams(history.location.search))
  const pager = async () => within(await screen.findByRole('navigation', { name: 'Pages of orphan grants' }))

  expect(within(await findTable()).getAllByRole('row')).toHaveLength(26)
  expect((await pager()).getByText('30 orphan grants')).toBeVisible() // without what has ended
  expect((await pager()).getByRole('button', { name: 'Previous' })).toBeDisabled()
  await user.click((await pager()).getByRole('button', { name: 'Next' }))
  expect(await screen.findByText('Orphan 30')).toBeVisible()
  expect(within(await findTable()).getAllByRole('row')).toHaveLength(6)
  expect(shown()).toEqual({ sort: 'name', orphansAfter: '24' })
  expect((await pager()).getByRole('button', { name: 'Next' })).toBeDisabled()

  await user.click(screen.getByRole('button', { name: /Status/ }))
  await waitFor(() => expect(shown()).toEqual({ sort: 'status', dir: 'asc', orphansAfter: '24' }))

  await user.click((await pager()).getByRole('button', { name: 'Previous' }))
  expect(await screen.findByText('Orphan 1')).toBeVisible()
  expect(shown()).toEqual({ sort: 'status', dir: 'asc', orphansBefore: '25' })
})

test('a page that holds no open grant any more says so, and leads to the first', async () => {
  const { history, user } = renderAdmin('/businesses?orphansAfter=0', {
    clients,
    orphanGrants: [makeOrphanGrant(1), ended],
  })

  const panel = await screen.findByRole('region', { name: 'Orphan grants' })
  expect(panel).toHaveTextContent('This page is empty now')
  await user.click(within(panel).getByRole('button', { name: 'First page' }))

  expect(await findTable()).toHaveTextContent('Orphan 1')
  expect(history.location.search).toBe('')
})

test('a cursor that the server does not take leads to the first page', async () => {
  const { user } = renderAdmin('/businesses?orphansAfter=stale', { clients, orphanGrants: [makeOrphanGrant(1)] })
  server.use(
    graphql.query('OrphanGrants', ({ variables }) =>
      variables.after ? failed('The cursor is of another list.', { code: 'INVALID_INPUT' }) : undefined,
    ),
  )

  const panel = await screen.findByRole('region', { name: 'Orphan grants' })
  await user.click(await within(panel).findByRole('button', { name: 'First page' }))

  expect(await findTable()).toHaveTextContent('Orphan 1')
  expect(screen.queryByRole('button', { name: 'First page' })).not.toBeInTheDocument()
})

test('a viewer sees the grants and cannot claim them', async () => {
  renderAdmin('/businesses', {
    viewer: { email: 'eve@example.com', role: 'VIEWER' },
    clients,
    orphanGrants: [makeOrphanGrant(1)],
  })

  expect(await findTable()).toHaveTextContent('Orphan 1')
  expect(screen.queryByRole('button', { name: /Claim/ })).not.toBeInTheDocument()
})
