import { screen, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { makeBusiness, makeTokenLease, minutesAgo } from '@/test/factories'
import { makeClient } from '@/test/installation'
import { renderAdmin } from '@/test/render-admin'

const path = `/businesses/${makeBusiness(1).id}?tab=leases`
const withLeases = (...leases: ReturnType<typeof makeTokenLease>[]) => ({ clients: [makeClient(makeBusiness(1), { leases })] })

test('the page tells of every token who has it, what for, and what became of it', async () => {
  renderAdmin(
    path,
    withLeases(
      makeTokenLease(1),
      makeTokenLease(2, { state: 'ENDED', endedAt: minutesAgo(5), endReason: 'CONNECTION_ENDED' }),
      makeTokenLease(3, { state: 'ENDED', endedAt: minutesAgo(5), endReason: 'CONNECTION_ENDED', endVerified: true }),
    ),
  )

  const [, active, unproven, proven] = within(await screen.findByRole('table', { name: 'Leased tokens' })).getAllByRole('row')
  expect(active).toHaveTextContent('Purchases of shop 1')
  expect(active).toHaveTextContent('For event sender')
  expect(active).toHaveTextContent('Active')
  expect(unproven).toHaveTextContent('Ended with the connection, not confirmed by Meta')
  expect(proven).not.toHaveTextContent('not confirmed')
  expect(screen.getAllByRole('button', { name: /^End the token/ }), 'only the active one can be ended').toHaveLength(1)
})

test('ending a token tells that Meta has confirmed it', async () => {
  const { installation, user } = renderAdmin(path, withLeases(makeTokenLease(1)))

  await user.click(await screen.findByRole('button', { name: 'End the token for Purchases of shop 1' }))
  const dialog = await screen.findByRole('dialog', { name: 'End the token for Purchases of shop 1?' })
  expect(dialog).toHaveTextContent('is asked for the proof')
  await user.click(within(dialog).getByRole('button', { name: 'End' }))

  expect(await screen.findByText('Meta has confirmed that it works no more.')).toBeVisible()
  expect(await screen.findByText('Ended on request')).toBeVisible()
  expect(installation.operations.filter(({ name }) => name === 'EndTokenLease')).toEqual([
    { name: 'EndTokenLease', variables: { input: { tokenLeaseId: makeTokenLease(1).id } } },
  ])
})

test('a token that Meta does not end is said to go on', async () => {
  const refusedEnd = 'Meta has taken the request and still says that the token works.'
  const { user } = renderAdmin(path, { ...withLeases(makeTokenLease(1)), refusedEnd })

  await user.click(await screen.findByRole('button', { name: 'End the token for Purchases of shop 1' }))
  await user.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'End' }))

  expect(await screen.findByText(refusedEnd)).toBeVisible()
  await user.click(screen.getByRole('button', { name: 'Cancel' }))
  expect(screen.getByRole('table', { name: 'Leased tokens' })).toHaveTextContent('Active')
})

test('who may only look ends nothing', async () => {
  renderAdmin(path, { ...withLeases(makeTokenLease(1)), viewer: { email: 'eve@example.com', role: 'VIEWER' } })

  expect(await screen.findByText('Purchases of shop 1')).toBeVisible()
  expect(screen.queryByRole('button', { name: /^End/ })).not.toBeInTheDocument()
})

test('where no token was leased the page says how one is', async () => {
  renderAdmin(path, withLeases())

  expect(await screen.findByText(/TOKEN_LEASES is on/)).toBeVisible()
})
