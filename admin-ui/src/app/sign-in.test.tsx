import { screen, waitFor } from '@testing-library/react'
import { delay, http, HttpResponse } from 'msw'
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

  expect(await screen.findByRole('heading', { name: 'Overview' })).toBeVisible()
  expect(installation.operations.filter(({ name }) => name === 'link')).toEqual([
    { name: 'link', variables: { token: 'fresh' } },
  ])
})

test.each([
  ['no answer', () => HttpResponse.error()],
  ['a server in trouble', () => HttpResponse.json({ code: 'UNAVAILABLE', message: 'Soon.' }, { status: 503 })],
])('after %s the link can be tried again', async (trouble, answer) => {
  const { user } = renderAdmin('/sign-in', { viewer: null, linkToken: `fresh after ${trouble}` })
  server.use(http.post('*/auth/link', answer, { once: true }))

  expect(await screen.findByText('Not signed in yet')).toBeVisible()
  expect(screen.queryByText(/Ask for a new one/)).not.toBeInTheDocument()
  await user.click(screen.getByRole('button', { name: 'Try again' }))

  expect(await screen.findByRole('heading', { name: 'Overview' })).toBeVisible()
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

test.each(['//evil.example/admin/', 'http://['])('the return path %s is ignored', async (path) => {
  const { user, history } = renderAdmin(`/sign-in?return=${encodeURIComponent(path)}`, { viewer: null })

  await user.type(await screen.findByLabelText('E-mail'), 'ada@example.com')
  await user.type(screen.getByLabelText('Password'), 'correct horse battery')
  await user.click(screen.getByRole('button', { name: 'Sign in' }))

  await screen.findByRole('heading', { name: 'Overview' })
  expect(history.location.pathname).toBe('/admin/')
})

test('signing out forgets what was on the screen', async () => {
  const { user, history } = renderAdmin('/businesses')

  await user.click(await screen.findByRole('button', { name: /Account/ }))
  let asked = 0
  server.use(
    http.post('*/graphql', () => {
      asked += 1
    }),
  )
  await user.click(await screen.findByRole('menuitem', { name: 'Sign out' }))

  await waitFor(() => expect(history.location.pathname).toBe('/admin/sign-in'))
  expect(await screen.findByRole('heading', { name: 'Sign in' })).toBeVisible()
  expect(screen.queryByText('ada@example.com')).not.toBeInTheDocument()
  await new Promise((resolve) => setTimeout(resolve, 100))
  expect(asked, 'questions after the session').toBe(0)
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

async function typePassword(user: ReturnType<typeof renderAdmin>['user'], password: string) {
  await user.click(await screen.findByRole('button', { name: /Account/ }))
  await user.click(await screen.findByRole('menuitem', { name: 'Set password' }))
  await user.type(await screen.findByLabelText('New password'), password)
  await user.type(screen.getByLabelText('The same again'), password)
  await user.click(screen.getByRole('button', { name: 'Set password' }))
}

test('the current password is asked for when the server wants it, and what was typed stays', async () => {
  const { user } = renderAdmin('/businesses')
  const received: unknown[] = []
  server.use(
    http.post('*/auth/password', async ({ request }) => {
      const body = (await request.json()) as { current?: string }
      received.push(body)
      if (body.current === undefined) {
        return HttpResponse.json(
          { code: 'CURRENT_PASSWORD_NEEDED', message: 'Give your current password as well.' },
          { status: 403 },
        )
      }
      return body.current === 'the old one'
        ? new HttpResponse(null, { status: 204 })
        : HttpResponse.json({ code: 'WRONG_PASSWORD', message: 'The current password is wrong.' }, { status: 403 })
    }),
  )

  await typePassword(user, 'correct horse battery')
  expect(await screen.findByRole('alert')).toHaveTextContent('Give your current password as well.')
  expect(screen.getByLabelText('Current password')).toHaveFocus()
  expect(screen.getByLabelText('New password')).toHaveValue('correct horse battery')

  await user.click(screen.getByRole('button', { name: 'Set password' }))
  expect(screen.getByText('Enter your current password')).toBeVisible()
  await user.type(screen.getByLabelText('Current password'), 'not it')
  await user.click(screen.getByRole('button', { name: 'Set password' }))
  expect(await screen.findByText('The current password is wrong.')).toBeVisible()

  await user.clear(screen.getByLabelText('Current password'))
  await user.type(screen.getByLabelText('Current password'), 'the old one')
  await user.click(screen.getByRole('button', { name: 'Set password' }))
  expect(await screen.findByText('Your new password works from now on.')).toBeVisible()
  expect(received).toEqual([
    { password: 'correct horse battery' },
    { current: 'not it', password: 'correct horse battery' },
    { current: 'the old one', password: 'correct horse battery' },
  ])
})

test('a refused password is forgotten with the next try', async () => {
  const { user } = renderAdmin('/businesses')
  server.use(
    http.post('*/auth/password', () => HttpResponse.json({ code: 'X', message: 'Not now.' }, { status: 503 }), {
      once: true,
    }),
    http.post('*/auth/password', () => delay('infinite')),
  )

  await typePassword(user, 'correct horse battery')
  expect(await screen.findByText('Not now.')).toBeVisible()
  await user.click(screen.getByRole('button', { name: 'Set password' }))

  expect(screen.queryByText('Not now.')).not.toBeInTheDocument()
})

test('setting a password after the session has ended leads to the sign-in page', async () => {
  const { history, user } = renderAdmin('/businesses')
  server.use(
    http.post('*/auth/password', () =>
      HttpResponse.json({ code: 'UNAUTHENTICATED', message: 'You are signed out.' }, { status: 401 }),
    ),
  )

  await typePassword(user, 'correct horse battery')

  expect(await screen.findByRole('heading', { name: 'Sign in' })).toBeVisible()
  expect(history.location.pathname).toBe('/admin/sign-in')
})
