import { screen, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import {
  makeBusiness,
  makeChange,
  makeOnboarding,
  makeOrphanGrant,
  makeProblem,
  makeReconnection,
  minutesAgo,
} from '@/test/factories'
import { makeClient } from '@/test/installation'
import { renderAdmin } from '@/test/render-admin'

const path = `/businesses/${makeBusiness(1).id}`

test('after a reconnect the page says what the new grant added and dropped', async () => {
  const reconnection = makeReconnection({ datasetsGained: 12, datasetsLost: 1, permissionsLost: ['business_management'] })
  const regranted = [makeChange(1), makeChange(2, { kind: 'REMOVED', datasetName: null })]
  renderAdmin(path, { clients: [makeClient(makeBusiness(1, { reconnection }), { regranted })] })

  const panel = within(await screen.findByRole('region', { name: 'Since the last grant' }))
  const [gained, lost, permissions] = panel.getAllByRole('listitem')
  expect(gained).toHaveTextContent('+12 datasetsDataset 1 and 11 others')
  expect(lost).toHaveTextContent(`−1 dataset${makeChange(2).datasetMetaId}`)
  expect(permissions).toHaveTextContent('−1 permissionbusiness_management')
})

test.each([
  ['that nothing changed', makeReconnection(), 'Nothing changed'],
  ['that the datasets are not read yet', makeReconnection({ datasetsGained: null, datasetsLost: null }), 'not been read'],
])('a reconnect tells %s', async (_, reconnection, words) => {
  renderAdmin(path, { clients: [makeClient(makeBusiness(1, { reconnection }))] })

  const panel = await screen.findByRole('region', { name: 'Since the last grant' })
  expect(panel).toHaveTextContent(words)
  expect(within(panel).queryByRole('listitem')).not.toBeInTheDocument()
})

test('reconnecting is prepared for this business alone, and gives a link for the client once', async () => {
  const { installation, user } = renderAdmin(path, { clients: [makeClient(makeBusiness(1))] })

  await user.click(await screen.findByRole('button', { name: 'Reconnect' }))
  const dialog = await screen.findByRole('dialog', { name: 'Reconnect Business 1' })
  expect(dialog).toHaveTextContent('A grant for another business is stopped')
  await user.selectOptions(within(dialog).getByLabelText('A link works for'), '7 days')
  await user.click(within(dialog).getByRole('button', { name: 'Make a link to send' }))

  const link = await screen.findByRole('dialog', { name: 'Link for Business 1' })
  expect(within(link).getByLabelText('Connect link')).toHaveValue('https://capi.example.com/connect#onb_once')
  expect(installation.operations.filter(({ name }) => name === 'Reconnect')).toEqual([
    { name: 'Reconnect', variables: { input: { businessId: makeBusiness(1).id, expiresInMinutes: 10080 } } },
  ])
})

test('what was stopped for the sake of a business says what happened and what to do', async () => {
  const stopped = [
    makeOnboarding(1, {
      status: 'FAILED',
      externalId: 'shop-999',
      createdAt: minutesAgo(5),
      problem: makeProblem({ code: 'EXTERNAL_ID_CONFLICT' }),
    }),
    makeOnboarding(2, {
      status: 'FAILED',
      createdAt: minutesAgo(6),
      problem: makeProblem({ code: 'OTHER_BUSINESS' }),
    }),
    makeOnboarding(3, {
      status: 'FAILED',
      createdAt: minutesAgo(5000),
      problem: makeProblem({ code: 'OTHER_BUSINESS' }),
    }),
  ]
  renderAdmin(path, { clients: [makeClient(makeBusiness(1), { stopped })] })

  const conflict = await screen.findByRole('region', { name: /belongs to another external id/ })
  expect(conflict).toHaveTextContent('An onboarding for “shop-999” brought this business, which belongs to “shop-1”.')
  expect(conflict).toHaveTextContent('K7QM-2XR1')
  const others = screen.getAllByRole('region', { name: /the client picked another business/ })
  expect(others, 'one from before the last grant is over').toHaveLength(1)
  expect(others[0]).toHaveTextContent('have the client pick this one')
})

test('a grant whose token never arrived is shown where it is missed', async () => {
  renderAdmin(path, { clients: [makeClient(makeBusiness(1), { orphanGrant: makeOrphanGrant(1) })] })

  expect(await screen.findByRole('region', { name: 'Orphan grant' })).toHaveTextContent('Press Reconnect')
})

test('where the sandbox plays Meta, it is one click away', async () => {
  const clients = [makeClient(makeBusiness(1))]
  renderAdmin(path, { clients, sdkUrl: 'http://127.0.0.1:8082/en_US/sdk.js' })

  const panel = within(await screen.findByRole('region', { name: 'Sandbox' }))
  expect(panel.getByRole('link', { name: /Meta is down/ })).toHaveAttribute(
    'href',
    `http://127.0.0.1:8082/_sandbox/break?business=${makeBusiness(1).metaId}&endpoint=*&kind=html&times=0#new`,
  )
})

test('with Meta itself there is no sandbox', async () => {
  renderAdmin(path, { clients: [makeClient(makeBusiness(1))] })

  expect(await screen.findByRole('region', { name: 'Datasets' })).toBeVisible()
  expect(screen.queryByRole('region', { name: 'Sandbox' })).not.toBeInTheDocument()
})
