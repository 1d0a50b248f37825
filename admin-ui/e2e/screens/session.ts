import { clients } from './clients'
import type { Screen } from './screen'

/** Signing in, and what the account menu holds. */
export const sessionScreens: Screen[] = [
  { name: 'sign-in', path: '/admin/sign-in', shows: 'No account yet?' },
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
]
