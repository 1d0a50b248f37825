import { delay, http, HttpResponse } from 'msw'
import type { Page } from 'playwright-core'
import { makeBusiness, makeOwnSession, makeProblem, minutesAgo } from '@/test/factories'
import { makeClient, type Installation } from '@/test/installation'
import type { Screen } from './screen'

const secondFactor = { since: minutesAgo(40 * 24 * 60), recoveryCodesLeft: 9 }
const on = (): Partial<Installation> => ({ account: { hasPassword: true, secondFactor: { ...secondFactor } } })

const stuck = makeBusiness(1, {
  name: 'Alpine Outdoor',
  status: 'REVOKE_STUCK',
  problem: makeProblem({ code: 'REVOCATION_STUCK' }),
})
const old = (account: Installation['account']): Partial<Installation> => ({
  account,
  clients: [makeClient(stuck)],
  isRecent: false,
})

async function enterPassword(page: Page) {
  await page.getByLabel('E-mail').fill('ada@example.com')
  await page.getByLabel('Password', { exact: true }).fill('correct horse battery')
  await page.getByRole('button', { name: 'Sign in' }).click()
}

async function press(page: Page, name: string) {
  await page.getByRole('button', { name }).click()
}

async function forget(page: Page) {
  await press(page, 'Forget here')
  await page.getByRole('dialog').getByRole('button', { name: 'Forget here' }).click()
}

/** The second factor: signing in with it, setting it up, and confirming with it. */
export const accountScreens: Screen[] = [
  {
    name: 'sign-in-second-step',
    path: '/admin/sign-in',
    installation: { viewer: null, ...on() },
    act: enterPassword,
    shows: 'The six digits',
    expected: /401/,
  },
  {
    name: 'sign-in-second-step-refused',
    path: '/admin/sign-in',
    installation: { viewer: null, ...on() },
    async act(page) {
      await enterPassword(page)
      await press(page, 'Use a recovery code')
      await page.getByLabel('Recovery code').fill('aaaa-bbbb-cccc-dddd')
      await press(page, 'Sign in')
    },
    shows: 'This code is wrong',
    expected: /401/,
  },
  { name: 'account-off', path: '/admin/account', shows: 'Your second factor is off' },
  {
    name: 'account-sessions',
    path: '/admin/account',
    installation: { sessions: [makeOwnSession(1, { isThis: true }), makeOwnSession(2), makeOwnSession(3, { browser: '' })] },
    shows: 'Sign out everywhere else',
  },
  { name: 'account-on', path: '/admin/account', installation: on(), shows: 'New recovery codes' },
  {
    name: 'account-few-codes',
    path: '/admin/account',
    installation: { account: { hasPassword: true, secondFactor: { ...secondFactor, recoveryCodesLeft: 0 } } },
    shows: 'No recovery code is left.',
  },
  {
    name: 'account-loading',
    path: '/admin/account',
    overrides: [http.get('*/auth/account', () => delay('infinite'))],
    shows: 'Second factor',
  },
  {
    name: 'account-failed',
    path: '/admin/account',
    overrides: [
      http.get('*/auth/account', () =>
        HttpResponse.json({ code: 'UNAVAILABLE', message: 'The service is not available right now.' }, { status: 503 }),
      ),
    ],
    shows: 'not available right now',
    expected: /503/,
  },
  { name: 'account-set-up', path: '/admin/account', act: (page) => press(page, 'Set up'), shows: 'Without a camera' },
  {
    name: 'account-recovery-codes',
    path: '/admin/account',
    async act(page) {
      await press(page, 'Set up')
      await page.getByLabel('Code', { exact: true }).fill('123456')
      await press(page, 'Turn on')
    },
    shows: 'I have kept them',
  },
  {
    name: 'account-turn-off',
    path: '/admin/account',
    installation: on(),
    async act(page) {
      await press(page, 'Turn off')
      await page.getByLabel('Code', { exact: true }).fill('000000')
      await page.getByRole('dialog').getByRole('button', { name: 'Turn off' }).click()
    },
    shows: 'This code is wrong',
    expected: /401/,
  },
  {
    name: 'step-up',
    path: `/admin/businesses/${stuck.id}`,
    installation: old({ hasPassword: true, secondFactor }),
    act: forget,
    shows: 'Confirm that it is you',
  },
  {
    name: 'step-up-refused',
    path: `/admin/businesses/${stuck.id}`,
    installation: old({ hasPassword: true, secondFactor }),
    async act(page) {
      await forget(page)
      await page.getByLabel('Password', { exact: true }).fill('wrong')
      await page.getByLabel('Code', { exact: true }).fill('123456')
      await press(page, 'Confirm')
    },
    shows: 'The current password is wrong.',
    expected: /403/,
  },
  {
    name: 'step-up-without-password',
    path: `/admin/businesses/${stuck.id}`,
    installation: old({ hasPassword: false, secondFactor: null }),
    act: forget,
    shows: 'Sign in again',
  },
]
