import { screen, waitFor, within } from '@testing-library/react'
import { http, HttpResponse } from 'msw'
import { expect, test } from 'vitest'
import { makeBusiness, makeProblem, minutesAgo } from '@/test/factories'
import { makeClient } from '@/test/installation'
import { renderAdmin } from '@/test/render-admin'
import { server } from '@/test/server'

const path = `/businesses/${makeBusiness(1).id}`

const stuck = () =>
  makeClient(
    makeBusiness(1, {
      name: 'Alpine Outdoor',
      status: 'REVOKE_STUCK',
      problem: makeProblem({ code: 'REVOCATION_STUCK' }),
    }),
  )

const withFactor = { hasPassword: true, secondFactor: { since: minutesAgo(9), recoveryCodesLeft: 10 } }

/** Goes as far as an act that cannot be made good, with a sign-in of long ago. */
async function forget(fields: Parameters<typeof renderAdmin>[1] = {}) {
  const app = renderAdmin(path, { clients: [stuck()], isRecent: false, ...fields })
  await app.user.click(await screen.findByRole('button', { name: 'Forget here' }))
  const dialog = await screen.findByRole('dialog', { name: 'Forget Alpine Outdoor here?' })
  await app.user.type(within(dialog).getByLabelText('Reason (optional)'), 'Removed by the client')
  await app.user.click(within(dialog).getByRole('button', { name: 'Forget here' }))
  const question = await screen.findByRole('dialog', { name: 'Confirm that it is you' })
  const tries = () => app.installation.operations.filter(({ name }) => name === 'ForgetConnection')
  return { ...app, dialog, question, tries }
}

test('an old sign-in is confirmed with the password, and the act then repeated as it was', async () => {
  const { question, tries, user } = await forget()

  const password = await within(question).findByLabelText('Password')
  await waitFor(() => expect(password).toHaveFocus())
  expect(within(question).queryByLabelText('Code')).not.toBeInTheDocument()
  await user.keyboard('{Enter}')
  expect(within(question).getByText('Enter your password')).toBeVisible()
  await user.keyboard('wrong{Enter}')
  expect(await within(question).findByRole('alert')).toHaveTextContent('The current password is wrong.')
  expect(password).toHaveValue('')
  expect(password).toHaveFocus()
  await user.keyboard('correct horse battery{Enter}')

  expect(await screen.findByRole('dialog', { name: 'Receipt: Alpine Outdoor' })).toHaveTextContent('Removed here only')
  expect(tries()).toHaveLength(2)
  expect(tries()[1]).toEqual(tries()[0])
  await waitFor(() => expect(screen.queryByRole('dialog', { name: 'Confirm that it is you' })).not.toBeInTheDocument())
})

test('whoever has a second factor confirms with a code as well', async () => {
  const { question, user } = await forget({ account: withFactor })

  await user.type(await within(question).findByLabelText('Password'), 'correct horse battery')
  await user.click(within(question).getByRole('button', { name: 'Confirm' }))
  expect(within(question).getByText('Enter a code')).toBeVisible()
  const code = within(question).getByLabelText('Code')
  await user.type(code, '000000{Enter}')
  expect(await within(question).findByRole('alert')).toHaveTextContent('This code is wrong')
  expect(code).toHaveFocus()
  await user.type(code, '123456{Enter}')

  expect(await screen.findByRole('dialog', { name: 'Receipt: Alpine Outdoor' })).toBeVisible()
})

test('without a password the code is enough', async () => {
  const { question, user } = await forget({ account: { ...withFactor, hasPassword: false } })

  const code = await within(question).findByLabelText('Code')
  await waitFor(() => expect(code).toHaveFocus())
  expect(within(question).queryByLabelText('Password')).not.toBeInTheDocument()
  await user.type(code, '123456{Enter}')

  expect(await screen.findByRole('dialog', { name: 'Receipt: Alpine Outdoor' })).toBeVisible()
})

test('whoever came by a link and has nothing to confirm with is led to sign in again, and back', async () => {
  const { history, question, tries, user } = await forget({ account: { hasPassword: false, secondFactor: null } })

  expect(await within(question).findByText(/fresh one-time link/)).toBeVisible()
  await user.click(within(question).getByRole('button', { name: 'Sign in again' }))

  expect(await screen.findByRole('heading', { name: 'Sign in' })).toBeVisible()
  expect(history.location.search).toBe(`?return=${encodeURIComponent(`/admin${path}`)}`)
  await user.type(screen.getByLabelText('E-mail'), 'ada@example.com')
  await user.type(screen.getByLabelText('Password'), 'correct horse battery')
  await user.click(screen.getByRole('button', { name: 'Sign in' }))
  expect(await screen.findByRole('heading', { level: 1, name: /Alpine Outdoor/ })).toBeVisible()
  expect(screen.queryByRole('dialog')).not.toBeInTheDocument()
  expect(tries()).toHaveLength(1)
})

test.each([
  ['beside the password', { account: withFactor }],
  ['where there is nothing else', { account: { hasPassword: false, secondFactor: null } }],
])('single sign-on confirms, %s, and leads back', async (_where, fields) => {
  const { question } = await forget({ ...fields, singleSignOn: true })

  const link = await within(question).findByRole('link', { name: 'Confirm with single sign-on' })
  const href = new URL(link.getAttribute('href') ?? '')
  expect(href.pathname).toBe('/auth/oidc/start')
  expect(Object.fromEntries(href.searchParams)).toEqual({ return: window.location.pathname, fresh: 'true' })
})

test('not confirming leaves everything as it was, and what was typed', async () => {
  const { dialog, question, tries, user } = await forget()

  await user.click(await within(question).findByRole('button', { name: 'Cancel' }))

  expect(await within(dialog).findByRole('alert')).toHaveTextContent('Not confirmed')
  expect(within(dialog).getByLabelText('Reason (optional)')).toHaveValue('Removed by the client')
  expect(tries()).toHaveLength(1)
  await user.click(within(dialog).getByRole('button', { name: 'Forget here' }))
  await waitFor(() => expect(screen.getByRole('dialog', { name: 'Confirm that it is you' })).toBeVisible())
})

test('a session that has ended meanwhile leads to the sign-in page', async () => {
  const { history, question, user } = await forget()
  server.use(
    http.post('*/auth/step-up', () =>
      HttpResponse.json({ code: 'UNAUTHENTICATED', message: 'You are signed out.' }, { status: 401 }),
    ),
  )

  await user.type(await within(question).findByLabelText('Password'), 'correct horse battery{Enter}')

  expect(await screen.findByRole('heading', { name: 'Sign in' })).toBeVisible()
  expect(history.location.pathname).toBe('/admin/sign-in')
})

test('a question that cannot be put says so, and can be put again', async () => {
  const app = renderAdmin(path, { clients: [stuck()], isRecent: false })
  server.use(http.get('*/auth/account', () => HttpResponse.error()))
  await app.user.click(await screen.findByRole('button', { name: 'Forget here' }))
  await app.user.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Forget here' }))

  const question = await screen.findByRole('dialog', { name: 'Confirm that it is you' })
  expect(await within(question).findByRole('alert')).toHaveTextContent('No answer from the server')
  server.use(http.get('*/auth/account', () => HttpResponse.json(app.installation.account)))
  await app.user.click(within(question).getByRole('button', { name: 'Try again' }))
  expect(await within(question).findByLabelText('Password')).toBeVisible()
})
