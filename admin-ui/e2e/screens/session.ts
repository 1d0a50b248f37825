import { http, HttpResponse } from 'msw'
import { clients } from './clients'
import type { Screen } from './screen'

/** Signing in, and what the account menu holds. */
export const sessionScreens: Screen[] = [
  { name: 'sign-in', path: '/admin/sign-in', shows: 'No account yet?' },
  {
    name: 'sign-in-single-sign-on',
    path: '/admin/sign-in',
    installation: { singleSignOn: true },
    shows: 'Continue with single sign-on',
  },
  {
    name: 'sign-in-single-sign-on-unreachable',
    path: '/admin/sign-in?refused=SSO_UNREACHABLE',
    installation: { singleSignOn: true },
    act: (page) => page.getByRole('link', { name: 'Continue with single sign-on' }).waitFor(),
    shows: 'Single sign-on cannot be reached right now.',
  },
  {
    name: 'sign-in-single-sign-on-no-account',
    path: '/admin/sign-in?refused=SSO_NO_ACCOUNT',
    installation: { singleSignOn: true },
    act: (page) => page.getByRole('link', { name: 'Continue with single sign-on' }).waitFor(),
    shows: 'There is no account for you here.',
  },
  {
    name: 'sign-in-refused',
    path: '/admin/sign-in',
    async act(page) {
      await page.getByLabel('E-mail').fill('ada@example.com')
      await page.getByLabel('Password', { exact: true }).fill('wrong')
      await page.getByRole('button', { name: 'Sign in' }).click()
    },
    shows: 'E-mail or password is wrong.',
    expected: /401/,
  },
  { name: 'sign-in-link-used', path: '/admin/sign-in#link=used', shows: 'This link did not work', expected: /401/ },
  {
    name: 'sign-in-link-trouble',
    path: '/admin/sign-in#link=fresh',
    overrides: [
      http.post('*/auth/link', () =>
        HttpResponse.json({ code: 'UNAVAILABLE', message: 'The service is not available right now.' }, { status: 503 }),
      ),
    ],
    shows: 'Not signed in yet',
    expected: /503/,
  },
  {
    name: 'user-menu',
    path: '/admin/businesses',
    installation: { clients },
    act: (page) => page.getByRole('button', { name: /Account/ }).click(),
    shows: 'Like the system',
  },
  {
    name: 'set-password',
    path: '/admin/businesses',
    installation: { clients },
    async act(page) {
      await page.getByRole('button', { name: /Account/ }).click()
      await page.getByRole('menuitem', { name: 'Set password' }).click()
      await page.getByLabel('New password').fill('short')
      await page.getByRole('button', { name: 'Set password' }).click()
    },
    shows: 'Use at least 12 characters',
  },
  {
    name: 'set-password-current',
    path: '/admin/businesses',
    installation: { clients },
    overrides: [
      http.post('*/auth/password', () =>
        HttpResponse.json(
          { code: 'CURRENT_PASSWORD_NEEDED', message: 'Give your current password as well.' },
          { status: 403 },
        ),
      ),
    ],
    async act(page) {
      await page.getByRole('button', { name: /Account/ }).click()
      await page.getByRole('menuitem', { name: 'Set password' }).click()
      await page.getByLabel('New password').fill('correct horse battery')
      await page.getByLabel('The same again').fill('correct horse battery')
      await page.getByRole('button', { name: 'Set password' }).click()
    },
    shows: 'Give your current password as well.',
    expected: /403/,
  },
]
