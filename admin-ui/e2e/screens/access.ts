import { delay, graphql, HttpResponse } from 'msw'
import type { Page } from 'playwright-core'
import { makeApiKey, makeUser, minutesAgo } from '@/test/factories'
import { failed } from '@/test/failed'
import type { Screen } from './screen'

const ada = makeUser(1, {
  email: 'ada@example.com',
  role: 'ADMIN',
  secondFactorSince: minutesAgo(90 * 24 * 60),
  openSessions: 2,
})
const bob = makeUser(2, {
  email: 'bob@example.com',
  secondFactorSince: minutesAgo(9 * 24 * 60),
  singleSignOnSince: minutesAgo(8 * 24 * 60),
})
const eve = makeUser(3, {
  email: 'evelyn.montgomery-featherstonehaugh@international-outdoor-equipment.example.com',
  role: 'VIEWER',
  state: 'INVITED',
  lastSignedInAt: null,
  hasPassword: false,
  linkExpiresAt: minutesAgo(-42),
  openSessions: 0,
})
const left = makeUser(4, { state: 'DISABLED', disabledAt: minutesAgo(60), hasPassword: false, openSessions: 0 })
const users = () => [ada, bob, eve, left].map((user) => ({ ...user }))

const apiKeys = () => [
  makeApiKey(1, { name: 'Backend', scopes: ['BUSINESSES_READ', 'ONBOARDINGS_WRITE', 'CONNECTIONS_REVOKE'] }),
  makeApiKey(2, { name: 'Nightly report', formerUntil: minutesAgo(-20 * 60) }),
  makeApiKey(3, { name: 'Old backend', state: 'REVOKED', revokedAt: minutesAgo(600), scopes: ['ADMIN'] }),
  makeApiKey(4, { name: 'Trial', state: 'EXPIRED', expiresAt: minutesAgo(900), lastUsedAt: null }),
]

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()
const inDialog = (page: Page, name: string) => page.getByRole('dialog').getByRole('button', { name, exact: true }).click()

/** Who may come in: the team and the API keys. */
export const accessScreens: Screen[] = [
  { name: 'team', path: '/admin/team', installation: { users: users() }, shows: 'bob@example.com' },
  {
    name: 'team-loading',
    path: '/admin/team',
    overrides: [graphql.query('Team', () => delay('infinite'))],
    shows: 'Invite somebody',
  },
  {
    name: 'team-failed',
    path: '/admin/team',
    overrides: [graphql.query('Team', () => failed('Something went wrong here.', { code: 'INTERNAL', requestId: 'r-1' }))],
    shows: 'Something went wrong here.',
  },
  {
    name: 'team-none-in-state',
    path: '/admin/team?state=INVITED',
    installation: { users: [ada] },
    shows: 'Nobody is in this state',
  },
  {
    name: 'team-not-for-viewers',
    path: '/admin/team',
    installation: { viewer: { email: 'eve@example.com', role: 'VIEWER' } },
    shows: 'Your role is Viewer',
  },
  {
    name: 'team-invite',
    path: '/admin/team',
    installation: { users: users() },
    async act(page) {
      await press(page, 'Invite somebody')
      await page.getByLabel('E-mail').fill('bob@example.com')
      await inDialog(page, 'Invite')
    },
    shows: 'has this e-mail address already',
  },
  {
    name: 'team-invited',
    path: '/admin/team',
    installation: { users: users() },
    async act(page) {
      await press(page, 'Invite somebody')
      await page.getByLabel('E-mail').fill('grace@example.com')
      await inDialog(page, 'Invite')
    },
    shows: 'I have kept it',
  },
  { name: 'member', path: `/admin/team/${bob.id}`, installation: { users: users() }, shows: 'For somebody who has left.' },
  { name: 'member-invited', path: `/admin/team/${eve.id}`, installation: { users: users() }, shows: 'Not linked' },
  { name: 'member-disabled', path: `/admin/team/${left.id}`, installation: { users: users() }, shows: 'has come back' },
  { name: 'member-oneself', path: `/admin/team/${ada.id}`, installation: { users: users() }, shows: 'This is you' },
  {
    name: 'member-failed',
    path: `/admin/team/${bob.id}`,
    overrides: [graphql.query('Member', () => failed('Being maintained.', { code: 'UNAVAILABLE' }))],
    shows: 'Being maintained.',
  },
  {
    name: 'member-role',
    path: `/admin/team/${bob.id}`,
    installation: { users: users() },
    act: (page) => press(page, 'Change role'),
    shows: 'from the next request on',
  },
  {
    name: 'member-disable',
    path: `/admin/team/${bob.id}`,
    installation: { users: users() },
    overrides: [
      graphql.mutation('DisableUser', () =>
        HttpResponse.json({
          data: { act: { user: null, userErrors: [{ message: 'This is the last administrator.' }] } },
        }),
      ),
    ],
    async act(page) {
      await press(page, 'Disable')
      await inDialog(page, 'Disable')
    },
    shows: 'Nothing was changed',
  },
  { name: 'api-keys', path: '/admin/api-keys', installation: { apiKeys: apiKeys() }, shows: 'Nightly report' },
  { name: 'api-keys-empty', path: '/admin/api-keys', shows: 'No API key yet' },
  {
    name: 'api-keys-loading',
    path: '/admin/api-keys',
    overrides: [graphql.query('ApiKeys', () => delay('infinite'))],
    shows: 'Create a key',
  },
  {
    name: 'api-keys-failed',
    path: '/admin/api-keys',
    overrides: [graphql.query('ApiKeys', () => failed('Being maintained.', { code: 'UNAVAILABLE' }))],
    shows: 'Being maintained.',
  },
  {
    name: 'api-keys-create',
    path: '/admin/api-keys',
    installation: { apiKeys: apiKeys() },
    async act(page) {
      await press(page, 'Create a key')
      await page.getByLabel('Name').fill('Backend')
      await inDialog(page, 'Create')
    },
    shows: 'An API key has at least one scope.',
  },
  {
    name: 'api-keys-secret',
    path: '/admin/api-keys',
    installation: { apiKeys: apiKeys() },
    async act(page) {
      await press(page, 'Create a key')
      await page.getByLabel('Name').fill('Backend')
      await page.getByLabel('Read businesses').check()
      await inDialog(page, 'Create')
    },
    shows: 'I have kept it',
  },
  {
    name: 'api-keys-rotate',
    path: '/admin/api-keys',
    installation: { apiKeys: apiKeys() },
    act: (page) => press(page, 'Rotate Backend'),
    shows: 'The present secret works on for',
  },
  {
    name: 'api-keys-revoke',
    path: '/admin/api-keys',
    installation: { apiKeys: apiKeys() },
    act: (page) => press(page, 'Revoke Backend'),
    shows: 'is refused from this moment on',
  },
]
