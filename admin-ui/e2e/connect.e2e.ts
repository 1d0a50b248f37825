import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findViolations, watch } from './browser'
import { approve, goToDialog, openDialog } from './dialog'
import { openStage, type Stage } from './stage'

const folder = 'e2e/screenshots/connect'
/** The sandbox's id of Meridian Retail Group. */
const meridian = '9174002938475561'
let stage: Stage
let staffContext: BrowserContext
let staff: Page

beforeAll(async () => {
  stage = await openStage(folder)
  staffContext = await stage.newContext()
  staff = await staffContext.newPage()
  await staff.goto(stage.demo.signInUrl)
  await staff.getByRole('heading', { name: 'Overview' }).waitFor()
})

afterAll(() => stage.close())

test('a client closes the window, quotes its support code, and staff see what happened', async () => {
  const { page, watched, close } = await openLink(await invite())

  const dialog = await openDialog(page, 'Connect with Facebook')
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await page.getByText('Nothing was shared').waitFor()
  await inspect(page, 'cancelled')
  const code = await supportCode(page)

  await staff.goto(`${stage.demo.url}/admin/activity`)
  await staff.getByLabel('Search onboardings').fill(code.toLowerCase())
  await staff.getByRole('link', { name: code }).click()
  await expectSteps(staff, ['Page opened', 'Facebook’s script loaded', 'Button pressed', 'Window opened', 'Window closed, or login not finished'])
  await inspect(staff, 'found')
  expect(watched.errors).toEqual([])
  await close()
})

test('where windows are blocked, a client logs in in the same tab', async () => {
  const link = await invite()
  const { page, context, watched, urls, close } = await openLink(link, blockWindows)

  await page.getByRole('button', { name: 'Connect with Facebook', disabled: false }).click()
  await page.getByRole('heading', { name: 'The browser blocked Facebook’s window' }).waitFor()
  await inspect(page, 'blocked')
  await goToDialog(page, 'Continue in this tab')
  const [cookie] = await context.cookies(stage.demo.url)
  expect(cookie).toMatchObject({ name: 'connect', sameSite: 'Lax', httpOnly: true })
  await approve(page, 'Twin Peaks Hotels', folder)

  await page.getByRole('heading', { name: 'Twin Peaks Hotels is connected' }).waitFor({ timeout: 60_000 })
  await page.getByRole('table', { name: 'Permissions' }).waitFor()
  expect(page.url(), 'the address of the page').toBe(`${stage.demo.url}/connect`)
  expect(await context.cookies(stage.demo.url), 'what is left of the way there').toEqual([])
  await inspect(page, 'connected-in-tab')

  await page.reload()
  await page.getByRole('heading', { name: 'Twin Peaks Hotels is connected' }).waitFor()
  const token = new URL(link).hash.slice(1)
  expect(urls.filter((url) => url.includes(token)), 'addresses with the onboarding token').toEqual([])
  expect(watched.errors).toEqual([])
  expect([...watched.hosts].sort()).toEqual([new URL(stage.demo.url).host, sandboxOf(urls)].sort())
  await close()
})

test('where the SDK is blocked, a client says no in the same tab, thinks again, and is connected', async () => {
  const { page, watched, urls, close } = await openLink(await invite(), blockSdk)

  await page.getByRole('heading', { name: 'Facebook’s login script is blocked' }).waitFor()
  await inspect(page, 'sdk-blocked')
  await goToDialog(page, 'Continue in this tab')
  await page.getByRole('button', { name: 'Cancel' }).click()
  await page.getByRole('heading', { name: 'You said no at Facebook' }).waitFor()
  expect(page.url(), 'what Facebook said has left the address').toBe(`${stage.demo.url}/connect`)
  await inspect(page, 'declined')
  const code = await supportCode(page)

  await goToDialog(page, 'Continue in this tab')
  await approve(page, 'Dormant Dental Supplies', folder)
  await page.getByRole('heading', { name: 'Dormant Dental Supplies is connected' }).waitFor({ timeout: 60_000 })
  expect(await supportCode(page), 'it is one journey').toBe(code)
  expect(watched.errors.filter((error) => !error.includes('sdk.js'))).toEqual([])
  expect([...watched.hosts].sort()).toEqual([new URL(stage.demo.url).host, sandboxOf(urls)].sort())
  await close()
})

test('a callback that another browser began connects nothing, and the client goes on', async () => {
  const mallory = await openLink(await invite(), blockSdk)
  await goToDialog(mallory.page, 'Continue in this tab')
  const form = { step: 'datasets', business: meridian, decision: 'continue' }
  const approved = await mallory.context.request.post(mallory.page.url(), { form, maxRedirects: 0 })
  const planted = approved.headers()['location'] ?? ''
  expect(planted).toContain('code=')
  await mallory.close()

  const { page, close } = await openLink(await invite(), blockSdk)
  await page.getByRole('heading', { name: 'Facebook’s login script is blocked' }).waitFor()
  await page.goto(planted)
  await page.getByRole('heading', { name: 'This login could not be finished' }).waitFor()
  expect(page.url(), 'Mallory’s code has left the address').toBe(`${stage.demo.url}/connect`)
  await inspect(page, 'interrupted')
  await goToDialog(page, 'Continue in this tab')
  await close()
})

test('staff log in in the same tab, and come back signed in', async () => {
  const context = await stage.newContext({ storageState: await staffContext.storageState() })
  await blockWindows(context)
  const watched = watch(context)
  const page = await context.newPage()
  await page.goto(`${stage.demo.url}/admin/connect`)
  await page.getByRole('button', { name: 'Connect with Facebook', disabled: false }).click()
  await page.getByRole('heading', { name: 'The browser blocked Facebook’s window' }).waitFor()

  await goToDialog(page, 'Continue in this tab')
  await approve(page, 'Meridian Retail Group', folder)

  await page.getByRole('heading', { name: 'Meridian Retail Group is connected' }).waitFor({ timeout: 60_000 })
  expect(page.url()).toMatch(/\/admin\/connect\?onboarding=[0-9a-f-]{36}$/)
  await inspect(page, 'staff-connected')
  expect(watched.errors).toEqual([])
  await context.close()
})

test('staff make a link, and watch its client connect', async () => {
  await staff.goto(`${stage.demo.url}/admin/connect`)
  const panel = staff.getByRole('region', { name: 'Send a connect link' })
  await panel.getByLabel('External id (optional)').fill('shop-77')
  await panel.getByRole('button', { name: 'Make the link' }).click()
  const link = await panel.getByLabel('Connect link').inputValue()
  const journey = panel.getByRole('region', { name: 'What the client does' })
  await journey.getByText('Waiting for the client').waitFor()
  await inspect(staff, 'link')

  const { page, close } = await openLink(link)
  await journey.getByText('Facebook’s script loaded').waitFor()
  await approve(await openDialog(page, 'Connect with Facebook'), 'Sonnenblume', folder)
  await page.getByRole('heading', { name: /Sonnenblume .* is connected/ }).waitFor({ timeout: 60_000 })

  await journey.getByText('Completed').waitFor()
  await journey.getByText('Datasets read').waitFor()
  await inspect(staff, 'link-used')
  await journey.getByRole('link', { name: 'Open in Activity' }).click()
  await staff.getByRole('link', { name: /Sonnenblume/ }).waitFor()
  await close()
})

/** A client's browser with the Connect page. */
async function openLink(link: string, prepare?: (context: BrowserContext) => Promise<void>) {
  const context = await stage.newContext()
  await prepare?.(context)
  const urls: string[] = []
  context.on('request', (request) => urls.push(request.url()))
  const watched = watch(context)
  const page = await context.newPage()
  await page.goto(link)
  return { context, page, watched, urls, close: () => context.close() }
}

/** As a pop-up blocker does. */
async function blockWindows(context: BrowserContext) {
  await context.addInitScript(() => {
    window.open = () => null
  })
}

/** As an ad blocker does. */
async function blockSdk(context: BrowserContext) {
  await context.route('**/sdk.js', (route) => route.abort('blockedbyclient'))
}

/** Prepares an onboarding as the signed-in member of staff; returns the link to send to the client. */
async function invite() {
  const query = 'mutation Invite { createOnboarding(input: {}) { token onboarding { connectUrl } } }'
  const response = await staffContext.request.post(`${stage.demo.url}/graphql`, { data: { query } })
  const { token, onboarding } = (await response.json()).data.createOnboarding
  return `${onboarding.connectUrl}#${token}`
}

async function supportCode(page: Page) {
  const text = await page.getByText(/^Support code/).innerText()
  return /[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(text)?.[0] ?? ''
}

async function expectSteps(page: Page, steps: string[]) {
  for (const step of steps) {
    await page.getByText(step, { exact: true }).first().waitFor()
  }
}

/** Where Meta is played, other than the program itself. */
function sandboxOf(urls: string[]) {
  const own = new URL(stage.demo.url).host
  return urls.map((url) => new URL(url).host).find((host) => host !== own) ?? ''
}

async function inspect(page: Page, screen: string) {
  await page.screenshot({ path: `${folder}/${screen}.png`, fullPage: true })
  expect(await findViolations(page), screen).toEqual([])
}
