import { screen, within } from '@testing-library/react'
import { graphql } from 'msw'
import { expect, test } from 'vitest'
import { makeBusiness, makeProblem, makeReceipt, minutesAgo } from '@/test/factories'
import { failed } from '@/test/failed'
import { makeClient } from '@/test/installation'
import { renderAdmin } from '@/test/render-admin'
import { server } from '@/test/server'

const path = `/businesses/${makeBusiness(1).id}`

const pending = makeReceipt({
  outcome: 'PENDING',
  verified: false,
  endedAt: null,
  tries: 41,
  lastTriedAt: minutesAgo(125),
  nextAttemptAt: minutesAgo(-300),
})

const stuck = (fields: Parameters<typeof makeBusiness>[1] = {}) =>
  makeClient(
    makeBusiness(1, {
      name: 'Alpine Outdoor',
      status: 'REVOKE_STUCK',
      problem: makeProblem({ code: 'REVOCATION_STUCK', message: 'Meta has not confirmed the end for 30 days.' }),
      revocation: pending,
      ...fields,
    }),
  )

test('a disconnection under way says how often Meta was asked, and when it is asked again', async () => {
  renderAdmin(path, { clients: [stuck({ status: 'REVOKING', problem: null })] })

  const panel = await screen.findByRole('region', { name: 'Disconnection receipt' })
  expect(panel).toHaveTextContent('it is asked again by itself')
  expect(panel).toHaveTextContent('Tries41')
  expect(panel).toHaveTextContent('Last try2 hours ago')
  expect(panel).toHaveTextContent('Next tryin 5 hours')
  expect(screen.queryByRole('button', { name: 'Forget here' })).not.toBeInTheDocument()
  expect(screen.queryByRole('button', { name: 'Reconnect' })).not.toBeInTheDocument()
})

test('Meta can be asked again at once', async () => {
  const { user } = renderAdmin(path, { clients: [stuck()] })

  await user.click(await screen.findByRole('button', { name: 'Ask Meta again' }))

  expect(await screen.findByRole('alert')).toHaveTextContent('Meta revoked the token and confirmed')
  expect(await screen.findByRole('heading', { level: 1, name: 'Alpine Outdoor Disconnected' })).toBeVisible()
})

test('forgetting says what happens here and what does not happen at Meta, and leaves a receipt', async () => {
  const { installation, user } = renderAdmin(path, { clients: [stuck()] })

  await user.click(await screen.findByRole('button', { name: 'Forget here' }))
  const dialog = await screen.findByRole('dialog', { name: 'Forget Alpine Outdoor here?' })
  expect(dialog).toHaveTextContent('The token is wiped, for good')
  expect(dialog).toHaveTextContent('there is no proof from Meta')
  expect(dialog).toHaveTextContent('the app may still be listed')
  expect(within(dialog).getByRole('link', { name: /Connected apps/ })).toHaveAttribute(
    'href',
    expect.stringContaining('connected_apps'),
  )
  await user.type(within(dialog).getByLabelText('Reason (optional)'), 'Removed by the client')
  await user.click(within(dialog).getByRole('button', { name: 'Forget here' }))

  const receipt = await screen.findByRole('dialog', { name: 'Receipt: Alpine Outdoor' })
  expect(receipt).toHaveTextContent('Removed here only')
  expect(receipt).toHaveTextContent('Verified by MetaNo')
  expect(installation.operations.filter(({ name }) => name === 'ForgetConnection')).toEqual([
    {
      name: 'ForgetConnection',
      variables: { input: { businessId: makeBusiness(1).id, reason: 'Removed by the client' } },
    },
  ])
  await user.click(within(receipt).getByRole('button', { name: 'Done' }))
  expect(await screen.findByRole('heading', { level: 1, name: 'Alpine Outdoor Disconnected' })).toBeVisible()
})

test('a forgetting that fails keeps the dialog open and changes nothing', async () => {
  const { user } = renderAdmin(path, { clients: [stuck()] })
  server.use(graphql.mutation('ForgetConnection', () => failed('Being maintained.', { code: 'UNAVAILABLE' })))

  await user.click(await screen.findByRole('button', { name: 'Forget here' }))
  const dialog = await screen.findByRole('dialog')
  await user.click(within(dialog).getByRole('button', { name: 'Forget here' }))

  expect(await within(dialog).findByRole('alert')).toHaveTextContent('Being maintained.')
})

test('only an administrator can forget, and others are told', async () => {
  renderAdmin(path, { viewer: { email: 'ola@example.com', role: 'OPERATOR' }, clients: [stuck()] })

  expect(await screen.findByText(/an administrator can forget the connection here/)).toBeVisible()
  expect(screen.getByRole('button', { name: 'Ask Meta again' })).toBeEnabled()
  expect(screen.queryByRole('button', { name: 'Forget here' })).not.toBeInTheDocument()
})

test('a token that cannot be read is in nobody’s way', async () => {
  const problem = makeProblem({ code: 'CREDENTIAL_UNREADABLE' })
  renderAdmin(path, { clients: [stuck({ status: 'REVOKING', problem })] })

  expect(await screen.findByRole('button', { name: 'Forget here' })).toBeEnabled()
  expect(screen.getByRole('button', { name: 'Reconnect' })).toBeVisible()
})
