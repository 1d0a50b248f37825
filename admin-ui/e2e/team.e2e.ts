import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findViolations, watch } from './browser'
import { openStage, type Stage } from './stage'

const folder = 'e2e/screenshots/team'
const email = 'eve@example.com'
const password = 'correct horse battery'
let stage: Stage
let context: BrowserContext
let page: Page

beforeAll(async () => {
  stage = await openStage(folder)
  context = await stage.newContext()
  page = await context.newPage()
})

afterAll(() => stage.close())

test('somebody is invited, comes in with the role that they were given, and is kept out again', async () => {
  const watched = watch(context)
  await page.goto(stage.demo.signInUrl)
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Team' }).click()
  await page.getByRole('row', { name: /admin@example\.com/ }).getByText('You', { exact: true }).waitFor()
  await inspect('team')

  await press('Invite somebody')
  await page.getByLabel('E-mail').fill(email)
  await inspect('invite')
  await press('Invite')
  const link = await page.getByLabel('One-time link').inputValue()
  await inspect('link')
  await press('I have kept it')
  await page.getByRole('row', { name: email }).getByText('Invited').waitFor()

  const stranger = await stage.newContext()
  const strangerWatched = watch(stranger)
  const eve = await stranger.newPage()
  await eve.goto(link)
  await eve.getByRole('heading', { name: 'Overview', exact: true }).waitFor()
  expect(new URL(eve.url()).hash, 'the one-time token left the address bar').toBe('')
  await openMenu(eve, 'Set password')
  await eve.getByLabel('New password').fill(password)
  await eve.getByLabel('The same again').fill(password)
  await eve.getByRole('button', { name: 'Set password' }).click()
  await eve.getByText('Your new password works from now on.').waitFor()

  expect(await eve.getByRole('link', { name: 'Team' }).count(), 'ways to the team').toBe(0)
  expect(await eve.getByRole('link', { name: 'Connect a business' }).count(), 'ways to connect').toBe(0)
  await eve.goto(new URL('/admin/team', stage.demo.url).href)
  await eve.getByText('Your role is Viewer').waitFor()
  expect(await ask(stranger, '{ users { totalCount } }'), 'past the pages').toBe('FORBIDDEN')
  expect(await ask(stranger, `mutation { inviteUser(input: {email: "x@example.com", role: ADMIN}) { link } }`)).toBe('FORBIDDEN')
  await inspect('not-for-viewers', eve)

  await page.reload()
  await page.getByRole('link', { name: email }).click()
  await page.getByText('In 1 browser').waitFor()
  await inspect('member')
  await press('Change role')
  await page.getByRole('radio', { name: 'Operator' }).check()
  await page.getByRole('dialog').getByRole('button', { name: 'Change role' }).click()
  await page.getByText('The role is Operator from now on.').waitFor()
  await eve.goto(new URL('/admin/businesses', stage.demo.url).href)
  await eve.getByRole('link', { name: 'Connect a business' }).waitFor()

  await press('Disable')
  await inspect('disable')
  await page.getByRole('dialog').getByRole('button', { name: 'Disable' }).click()
  await page.getByText('They are disabled.').waitFor()
  await page.getByText('Nowhere').waitFor()
  expect(await ask(stranger, '{ viewer { name } }'), 'at once').toBe('UNAUTHENTICATED')
  await eve.reload()
  await eve.getByLabel('E-mail').fill(email)
  await eve.getByLabel('Password', { exact: true }).fill(password)
  await eve.getByRole('button', { name: 'Sign in' }).click()
  await eve.getByText('E-mail address or password is wrong.').waitFor()

  expect(watched.errors).toEqual([])
  expect(strangerWatched.errors.filter((error) => !/401/.test(error))).toEqual([])
  expect([...watched.texts, ...strangerWatched.texts], 'documents that were not sent by id').toEqual([])
  expect([...watched.hosts, ...strangerWatched.hosts]).toEqual([new URL(stage.demo.url).host, new URL(stage.demo.url).host])
  await stranger.close()
})

test('whoever is signed in sees where, and ends what is not theirs any more', async () => {
  const elsewhere = await stage.newContext()
  const lost = await elsewhere.newPage()
  await lost.goto(stage.demo.command('user', 'link', '--email', 'admin@example.com').replace('Sign in: ', ''))
  await lost.getByRole('heading', { name: 'Overview', exact: true }).waitFor()

  await openMenu(page, 'Account')
  const table = page.getByRole('table', { name: 'Your sessions' })
  await table.getByText('This browser').waitFor()
  expect(await table.getByRole('row').count(), 'with the head').toBe(3)
  await inspect('sessions')
  await press('Sign out everywhere else')
  await page.getByText('You are signed in here and nowhere else.').waitFor()
  expect(await ask(elsewhere, '{ viewer { name } }')).toBe('UNAUTHENTICATED')
  expect(await ask(context, '{ viewer { name } }')).toBeUndefined()
  await elsewhere.close()
})

/** Asks the API as whoever is signed in there; the code of the refusal, if it is one. */
async function ask(caller: BrowserContext, query: string): Promise<string | undefined> {
  const response = await caller.request.post(new URL('/graphql', stage.demo.url).href, { data: { query } })
  const { errors } = (await response.json()) as { errors?: { extensions: { code: string } }[] }
  return errors?.[0]?.extensions.code
}

async function openMenu(on: Page, item: string) {
  await on.getByRole('button', { name: /^Account/ }).click()
  await on.getByRole('menuitem', { name: item }).click()
}

async function press(name: string) {
  await page.getByRole('button', { name, exact: true }).click()
}

async function inspect(screen: string, inspected = page) {
  await inspected.screenshot({ path: `${folder}/${screen}.png` })
  expect(await findViolations(inspected), screen).toEqual([])
}
