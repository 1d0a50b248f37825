import { screen, waitFor } from '@testing-library/react'
import { http, HttpResponse } from 'msw'
import { expect, test } from 'vitest'
import { renderAdmin } from '@/test/render-admin'
import { server } from '@/test/server'

test('a visitor is sent to sign in, and back to where they wanted to go', async () => {
  const { history, user } = renderAdmin('/businesses?q=shop', { viewer: null })

  await user.type(await screen.findByLabelText('E-mail'), 'ada@example.com')
  expect(history.location.pathname).toBe('/admin/sign-in')
  await user.type(screen.getByLabelText('Password'), 'correct horse battery')
  await user.click(screen.getByRole('button', { name: 'Sign in' }))

  expect(await screen.findByRole('heading', { name: 'Businesses' })).toBeVisible()
  expect(history.location.href).toBe('/admin/businesses?q=shop')
})

test('a wrong password is refused in the server’s words, and can be typed anew', async () => {
  const { user, history } = renderAdmin('/sign-in', { viewer: null })

  await user.type(screen.queryByLabelText('E-mail') ?? (await screen.findByLabelText('E-mail')), 'ada@example.com')
  await user.type(screen.getByLabelText('Password'), 'wrong')
  await user.click(screen.getByRole('button', { name: 'Sign in' }))

  expect(await screen.findByRole('alert')).toHaveTextContent('E-mail or password is wrong.')
  expect(screen.getByLabelText('Password')).toHaveValue('')
  expect(history.location.pathname).toBe('/admin/sign-in')
})

test('too many tries are told with the time to wait', async () => {
  const { user } = renderAdmin('/sign-in', { viewer: null })
  server.use(
    http.post('*/auth/sign-in', () => new HttpResponse(null, { status: 429, headers: { 'Retry-After': '240' } })),
  )

  await user.type(await screen.findByLabelText('E-mail'), 'ada@example.com')
  await user.type(screen.getByLabelText('Password'), 'wrong')
  await user.click(screen.getByRole('button', { name: 'Sign in' }))

  expect(await screen.findByRole('alert')).toHaveTextContent('Too many tries. Try again in 4 minutes.')
})

test('a one-time link signs in, and its token is sent once', async () => {
  const { installation } = renderAdmin('/sign-in', { viewer: null, linkToken: 'fresh' })

  expect(await screen.findByRole('heading', { name: 'Businesses' })).toBeVisible()
  expect(installation.operations.filter(({ name }) => name === 'link')).toEqual([
    { name: 'link', variables: { token: 'fresh' } },
  ])
})

test('after signing out the link that led in is not used again', async () => {
  const { installation, user } = renderAdmin('/sign-in', { viewer: null, linkToken: 'fresh too' })

  await user.click(await screen.findByRole('button', { name: /Account/ }))
  await user.click(await screen.findByRole('menuitem', { name: 'Sign out' }))

  expect(await screen.findByLabelText('E-mail')).toBeVisible()
  expect(installation.operations.filter(({ name }) => name === 'link')).toHaveLength(1)
})

test('a used link says so and leads to the form', async () => {
  const { user } = renderAdmin('/sign-in', { viewer: null, linkToken: 'used' })

  expect(await screen.findByRole('alert')).toHaveTextContent('This link was used already.')
  await user.click(screen.getByRole('button', { name: 'Use e-mail and password' }))
  expect(screen.getByLabelText('E-mail')).toBeVisible()
})

test('a return path to another site is ignored', async () => {
  const { user, history } = renderAdmin('/sign-in?return=//evil.example/admin/', { viewer: null })

  await user.type(await screen.findByLabelText('E-mail'), 'ada@example.com')
  await user.type(screen.getByLabelText('Password'), 'correct horse battery')
  await user.click(screen.getByRole('button', { name: 'Sign in' }))

  await screen.findByRole('heading', { name: 'Businesses' })
  expect(history.location.pathname).toBe('/admin/businesses')
})

test('signing out forgets what was on the screen', async () => {
  const { user, history } = renderAdmin('/businesses')

  await user.click(await screen.findByRole('button', { name: /Account/ }))
  await user.click(await screen.findByRole('menuitem', { name: 'Sign out' }))

  await waitFor(() => expect(history.location.pathname).toBe('/admin/sign-in'))
  expect(await screen.findByRole('heading', { name: 'Sign in' })).toBeVisible()
  expect(screen.queryByText('ada@example.com')).not.toBeInTheDocument()
})

test('a new password must be long and typed twice alike', async () => {
  const { user } = renderAdmin('/businesses')
  await user.click(await screen.findByRole('button', { name: /Account/ }))
  await user.click(await screen.findByRole('menuitem', { name: 'Set password' }))

  await user.type(await screen.findByLabelText('New password'), 'too short')
  await user.type(screen.getByLabelText('The same again'), 'different')
  await user.click(screen.getByRole('button', { name: 'Set password' }))
  expect(screen.getByText('Use at least 12 characters')).toBeVisible()
  expect(screen.getByText('The two passwords differ')).toBeVisible()

  for (const label of ['New password', 'The same again']) {
    await user.clear(screen.getByLabelText(label))
    await user.type(screen.getByLabelText(label), 'correct horse battery')
  }
  await user.click(screen.getByRole('button', { name: 'Set password' }))
  expect(await screen.findByText('Your new password works from now on.')).toBeVisible()
})
