import { screen } from '@testing-library/react'
import { http, HttpResponse } from 'msw'
import { expect, test } from 'vitest'
import { renderAdmin } from '@/test/render-admin'
import { server } from '@/test/server'

const button = { name: 'Continue with single sign-on' }

test('single sign-on is offered where there is one, and leads back to where the visitor wanted to go', async () => {
  renderAdmin('/businesses?q=shop', { viewer: null, singleSignOn: true })

  const href = new URL((await screen.findByRole('link', button)).getAttribute('href') ?? '')
  expect(href.origin + href.pathname).toBe(`${window.location.origin}/auth/oidc/start`)
  expect(Object.fromEntries(href.searchParams)).toEqual({ return: '/admin/businesses?q=shop' })
})

test('another site is never where single sign-on leads back to', async () => {
  renderAdmin('/sign-in?return=//evil.example/admin/', { viewer: null, singleSignOn: true })

  expect(await screen.findByRole('link', button)).toHaveAttribute('href', expect.stringMatching(/return=%2Fadmin%2F/))
})

test('single sign-on is not offered where there is none, nor while nobody answers', async () => {
  let asked = 0
  renderAdmin('/sign-in', { viewer: null })
  server.use(
    http.get('*/auth/methods', () => {
      asked += 1
      return HttpResponse.error()
    }),
  )

  expect(await screen.findByRole('button', { name: 'Sign in' })).toBeVisible()
  await expect.poll(() => asked).toBeGreaterThan(0)
  expect(screen.queryByRole('link', button)).not.toBeInTheDocument()
})

test.each([
  ['SSO_UNREACHABLE', /cannot be reached right now\. Use e-mail and password/],
  ['SSO_NO_ACCOUNT', /Ask an administrator of this installation/],
  ['SSO_EMAIL_UNVERIFIED', /Ask whoever runs that sign-in/],
  ['SSO_INTERRUPTED', /begun in another tab/],
  ['SSO_NOT_FRESH', /Sign in here with e-mail and password/],
  ['A_CODE_OF_LATER', /Single sign-on did not work/],
])('%s is told on the sign-in page, where people can sign in otherwise', async (code, words) => {
  const { user, history } = renderAdmin(`/sign-in?refused=${code}&return=/admin/businesses?q=shop`, { viewer: null })

  expect(await screen.findByRole('alert')).toHaveTextContent(words)
  await user.type(screen.getByLabelText('E-mail'), 'ada@example.com')
  await user.type(screen.getByLabelText('Password'), 'correct horse battery')
  await user.click(screen.getByRole('button', { name: 'Sign in' }))

  expect(await screen.findByRole('heading', { name: 'Businesses' })).toBeVisible()
  expect(history.location.search).toBe('?q=shop')
})

test('a link in words that are not ours is not shown', async () => {
  renderAdmin('/sign-in?refused=Call%20this%20number', { viewer: null })

  expect(await screen.findByRole('alert')).toHaveTextContent('Single sign-on did not work.')
  expect(screen.queryByText(/Call this number/)).not.toBeInTheDocument()
})
