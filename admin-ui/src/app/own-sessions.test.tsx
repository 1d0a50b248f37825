import { screen, waitFor, within } from '@testing-library/react'
import { http, HttpResponse } from 'msw'
import { expect, test } from 'vitest'
import { makeOwnSession } from '@/test/factories'
import { renderAdmin } from '@/test/render-admin'
import { server } from '@/test/server'

const sessions = () => [
  makeOwnSession(1, { isThis: true, browser: 'Chrome on macOS' }),
  makeOwnSession(2),
  makeOwnSession(3, { browser: '', network: '' }),
]

const findTable = () => screen.findByRole('table', { name: 'Your sessions' })
const rows = async () => within(await findTable()).getAllByRole('row')

test('whoever is signed in sees where, this browser marked', async () => {
  renderAdmin('/account', { sessions: sessions() })

  const [, first, second, third] = await rows()
  expect(first).toHaveTextContent('Chrome on macOSFrom 203.0.113.0/245 minutes ago1 hour agoThis browser')
  expect(second).toHaveTextContent('Firefox on Windows')
  expect(third).toHaveTextContent('Unknown browser')
})

test('one other session is ended', async () => {
  const { installation, user } = renderAdmin('/account', { sessions: sessions() })

  await user.click(await screen.findByRole('button', { name: 'End the session in Firefox on Windows' }))
  expect(await screen.findByText('That session is over.')).toBeVisible()
  await waitFor(async () => expect(await rows()).toHaveLength(3))
  expect(installation.sessions.map(({ browser }) => browser)).toEqual(['Chrome on macOS', ''])
})

test('all others are ended after a proof, when the sign-in is long ago', async () => {
  const { user } = renderAdmin('/account', { sessions: sessions(), isRecent: false })

  await user.click(await screen.findByRole('button', { name: 'Sign out everywhere else' }))
  const question = await screen.findByRole('dialog', { name: 'Confirm that it is you' })
  await user.type(within(question).getByLabelText('Password'), 'correct horse battery{Enter}')

  expect(await screen.findByText('You are signed in here and nowhere else.')).toBeVisible()
  await waitFor(async () => expect(await rows()).toHaveLength(2))
  expect(screen.queryByRole('button', { name: 'Sign out everywhere else' })).not.toBeInTheDocument()
})

test('without a proof nothing ends, and that is said', async () => {
  const { installation, user } = renderAdmin('/account', { sessions: sessions(), isRecent: false })

  await user.click(await screen.findByRole('button', { name: 'End the session in Firefox on Windows' }))
  const question = await screen.findByRole('dialog', { name: 'Confirm that it is you' })
  await user.click(await within(question).findByRole('button', { name: 'Cancel' }))

  expect(await screen.findByText('This needs a sign-in of the last 10 minutes.')).toBeVisible()
  expect(installation.sessions).toHaveLength(3)
})

test('a failure is told, and can be retried', async () => {
  const { user } = renderAdmin('/account', { sessions: sessions() })
  let failing = true
  server.use(
    http.get('*/auth/sessions', () =>
      failing ? HttpResponse.json({ code: 'UNAVAILABLE', message: 'Not now.' }, { status: 503 }) : undefined,
    ),
  )

  const panel = await screen.findByRole('region', { name: 'Where you are signed in' })
  expect(await within(panel).findByText('Not now.')).toBeVisible()
  failing = false
  await user.click(within(panel).getByRole('button', { name: 'Try again' }))
  expect(await rows()).toHaveLength(4)
})
