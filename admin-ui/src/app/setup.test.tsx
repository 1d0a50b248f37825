import { screen, waitFor, within } from '@testing-library/react'
import { graphql } from 'msw'
import { expect, test } from 'vitest'
import { groups } from '@/features/setup/groups'
import { failed } from '@/test/failed'
import { makeFailedCheck, makeSetup } from '@/test/factories'
import { renderAdmin } from '@/test/render-admin'
import { server } from '@/test/server'

/** The check with a title: its line, and what opens below it. */
async function findCheck(title: string) {
  const summary = await screen.findByText(title, { selector: 'summary span' })
  return within(summary.closest('li') as HTMLElement)
}

test('says at a glance that everything is fine, and shows every check once', async () => {
  const { history, user } = renderAdmin('/businesses')
  await user.click(await screen.findByRole('link', { name: 'Setup' }))

  expect(await screen.findByText('12 of 12 fine')).toBeVisible()
  expect(screen.getByText(/Nothing is left to do/)).toBeVisible()
  expect(screen.getAllByText('Fine')).toHaveLength(12)
  expect(history.location.pathname).toBe('/admin/setup')
  expect(document.title).toBe('Setup · CAPI Connect')
  expect(groups.flatMap(({ codes }) => codes)).toEqual(makeSetup().checks.map(({ code }) => code))
})

test('a failed check stands open, and says who has to do what, where', async () => {
  const setup = makeSetup({
    WEBHOOK_SUBSCRIPTION: makeFailedCheck(),
    SDK_LOGIN: { state: 'UNKNOWN', found: 'Meta tells nobody which domains may use the SDK.' },
  })
  renderAdmin('/setup', { setup })

  const check = await findCheck('Webhook subscription')
  expect(check.getByRole('group')).toHaveAttribute('open')
  expect(check.getByText('To fix')).toBeVisible()
  expect(check.getByText(/^Choose the object Application/)).toBeVisible()
  expect(check.getByText('An administrator of the app at Meta')).toBeVisible()
  expect(check.getByRole('link', { name: /Open the page at Meta/ })).toHaveAttribute(
    'href',
    'https://developers.facebook.com/apps/1234567890/webhooks/',
  )
  expect(screen.getByText('10 of 12 fine')).toBeVisible()
  expect(screen.getByText(/1 to fix, 1 cannot be told from here/)).toBeVisible()
  const fine = await findCheck('Clock')
  expect(fine.getByRole('group')).not.toHaveAttribute('open')
})

test('what will be wrong one day is fine, and says so', async () => {
  const fix = { by: 'HOST', action: 'Renew the certificate.', url: null, setting: 'PUBLIC_URL' } as const
  renderAdmin('/setup', { setup: makeSetup({ PUBLIC_ADDRESS: { fix } }) })

  const check = await findCheck('Public address')
  expect(check.getByText('To do soon')).toBeVisible()
  expect(check.getByText('PUBLIC_URL')).toBeInTheDocument()
  expect(screen.getByText('12 of 12 fine')).toBeVisible()
})

test('what Meta has to be given can be copied', async () => {
  const { user } = renderAdmin('/setup')

  const check = await findCheck('Login with the JavaScript SDK')
  await user.click(check.getByText('Login with the JavaScript SDK', { selector: 'summary span' }))
  await user.click(check.getByRole('button', { name: 'Copy domain https://capi.example.com' }))
  expect(await navigator.clipboard.readText()).toBe('https://capi.example.com')
  await user.click(check.getByRole('button', { name: 'Copy redirect URI https://capi.example.com/oauth/callback' }))
  expect(await navigator.clipboard.readText()).toBe('https://capi.example.com/oauth/callback')
  expect(screen.getByRole('link', { name: /^Facebook Login for Business ?\(/ })).toHaveAttribute(
    'href',
    'https://developers.facebook.com/apps/1234567890/business-login/configurations/',
  )
})

test('checking again asks for fresh findings each time, and shows them', async () => {
  const { installation, user } = renderAdmin('/setup', {
    setup: makeSetup({ WEBHOOK_SUBSCRIPTION: makeFailedCheck() }),
  })
  expect(await screen.findByText('11 of 12 fine')).toBeVisible()

  installation.setup = makeSetup()
  await user.click(screen.getByRole('button', { name: 'Check again' }))
  expect(await screen.findByText('12 of 12 fine')).toBeVisible()
  expect((await findCheck('Webhook subscription')).getByRole('group')).not.toHaveAttribute('open')

  installation.setup = makeSetup({ CLOCK: makeFailedCheck({ found: 'The clock is 5m0s behind Meta’s.' }) })
  await user.click(screen.getByRole('button', { name: 'Check again' }))
  expect(await screen.findByText('The clock is 5m0s behind Meta’s.')).toBeVisible()
  const asked = installation.operations.filter(({ name }) => name === 'Setup').map(({ variables }) => variables.fresh)
  expect(asked.at(0)).toBe(false)
  expect(asked.slice(-2)).toEqual([true, true])
})

test('a failure is told and can be retried, without losing what was found before', async () => {
  const { user } = renderAdmin('/setup')
  expect(await screen.findByText('12 of 12 fine')).toBeVisible()
  server.use(graphql.query('Setup', () => failed('Being maintained.', { code: 'UNAVAILABLE' }), { once: true }))

  await user.click(screen.getByRole('button', { name: 'Check again' }))
  expect(await screen.findByRole('alert')).toHaveTextContent('Being maintained.')
  expect(screen.getByText('12 of 12 fine')).toBeVisible()
  await user.click(screen.getByRole('button', { name: 'Try again' }))
  await waitFor(() => expect(screen.queryByRole('alert')).not.toBeInTheDocument())
})
