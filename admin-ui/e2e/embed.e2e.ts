import { readFileSync } from 'node:fs'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { findViolations, watch } from './browser'
import { approve, goToDialog, openDialog } from './dialog'
import { openInviter, type Inviter } from './inviter'
import { openSite, pageWith, shopPage, type Site } from './partner'
import { findSandbox } from './sandbox'
import { openStage, type Stage } from './stage'

const folder = 'e2e/screenshots/embed'
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
let stage: Stage
let shop: Site
let inviter: Inviter
let context: BrowserContext
let page: Page
/** The tokens that the shop's backend has handed to its page. */
let tokens: string[]

beforeAll(async () => {
  shop = await openSite()
  stage = await openStage(folder, { ALLOWED_ORIGINS: shop.origin })
  inviter = await openInviter(stage)
  shop.answers['/token'] = async (_, response) => {
    const { token } = await inviter.invite({ allowedOrigin: shop.origin })
    tokens.push(token)
    response.end(token)
  }
  shop.answers['/capi-connect.js'] = (_, response) => {
    response.setHeader('Content-Type', 'text/javascript')
    response.end(readFileSync('capi-connect/dist/capi-connect.js'))
  }
})

afterAll(async () => {
  shop.close()
  await stage.close()
})

beforeEach(async () => {
  tokens = []
  context = await stage.newContext()
  page = await context.newPage()
  return () => context.close()
})

test('a client connects its business from a partner’s page, which is told, and nothing holds the token', async () => {
  const watched = watch(context)
  const urls: string[] = []
  context.on('request', (request) => urls.push(request.url()))
  await open(shopPage(stage.demo.url))
  await inspect(page, 'button')

  const connect = await press()
  await connect.getByRole('button', { name: 'Connect with Facebook', disabled: false }).waitFor()
  await page.getByRole('status').getByText('Go on in the window that has opened.').waitFor()
  await inspect(page, 'waiting')
  await inspect(connect, 'window')
  await approve(await openDialog(connect, 'Connect with Facebook'), 'Twin Peaks Hotels', folder)

  await connect.getByRole('heading', { name: 'Twin Peaks Hotels is connected' }).waitFor({ timeout: 60_000 })
  await page.getByText('Connected.').waitFor()
  await inspect(page, 'connected')
  const [, detail] = await heardOnce('connected')
  expect(detail).toEqual({
    onboardingId: expect.stringMatching(uuid),
    businessId: expect.stringMatching(uuid),
    supportCode: expect.stringMatching(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/),
  })
  await connect.close()
  expect(await state(), 'after the window was closed').toBe('connected')

  const [token = ''] = tokens
  expect(tokens).toHaveLength(1)
  expect(urls.filter((url) => url.includes(token)), 'addresses with the token').toEqual([])
  expect(await page.content()).not.toContain(token)
  expect(await page.evaluate(() => JSON.stringify([localStorage, sessionStorage, document.cookie]))).not.toContain(token)
  expect(watched.errors).toEqual([])
})

test('by the keyboard alone', async () => {
  await open(shopPage(stage.demo.url))
  await page.keyboard.press('Tab')
  const [connect] = await Promise.all([page.waitForEvent('popup'), page.keyboard.press('Enter')])
  await connect.getByRole('button', { name: 'Connect with Facebook', disabled: false }).waitFor()
  await connect.close()
  await page.getByText('Not connected: the window was closed.').waitFor()
  const focused = () => document.activeElement?.shadowRoot?.activeElement?.getAttribute('part')
  expect(await page.evaluate(focused), 'where the focus is').toBe('button')
})

test('a client closes the window, then thinks again: the page hears of both', async () => {
  await open(shopPage(stage.demo.url))
  const first = await press()
  const dialog = await openDialog(first, 'Connect with Facebook')
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await first.getByText('Nothing was shared').waitFor()
  expect(await state(), 'as long as the window is open').toBe('waiting')
  await first.close()
  await page.getByText('Not connected: the window was closed.').waitFor()
  await heardOnce('cancelled')
  await inspect(page, 'cancelled')

  const second = await press()
  await approve(await openDialog(second, 'Connect with Facebook'), 'Meridian Retail Group', folder)
  await page.getByText('Connected.').waitFor({ timeout: 60_000 })
  expect((await heard()).map(([type]) => type)).toEqual(['cancelled', 'connected'])
})

test('pressing again while the window is open brings it forward, and opens no other', async () => {
  await open(shopPage(stage.demo.url))
  const connect = await press()
  await connect.getByRole('button', { name: 'Connect with Facebook', disabled: false }).waitFor()
  await button().click()
  await button().click()
  expect(context.pages()).toHaveLength(2)
  expect(tokens).toHaveLength(1)
})

test('what Meta refuses is a problem, with a support code, told once', async () => {
  const sandbox = await findSandbox(inviter.context, stage.demo.url)
  await open(shopPage(stage.demo.url))
  const connect = await press()
  await sandbox.post('faults', { kind: 'error', endpoint: 'exchange', code: 100, message: 'No.', times: 1 })
  await approve(await openDialog(connect, 'Connect with Facebook'), 'Twin Peaks Hotels', folder)
  await connect.getByRole('heading', { name: 'Not connected' }).waitFor({ timeout: 60_000 })
  await page.getByText(/^Not connected\./).waitFor()
  await inspect(page, 'problem')
  await connect.close()
  const [, detail] = await heardOnce('problem')
  expect(detail).toEqual({
    code: expect.stringMatching(/^[A-Z_]+$/),
    message: expect.stringMatching(/\w/),
    supportCode: expect.stringMatching(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/),
  })
})

test('where windows are blocked, a client goes on in the page’s own tab', async () => {
  await context.addInitScript((origin) => {
    if (location.origin === origin) {
      window.open = () => null
    }
  }, shop.origin)
  await open(shopPage(stage.demo.url))
  await button().click()
  await page.getByText('The browser blocked the window.').waitFor()
  await heardOnce('blocked')
  await inspect(page, 'blocked')

  await page.getByRole('button', { name: 'Continue in this tab' }).click()
  await page.waitForURL(`${stage.demo.url}/connect?language=en`) // the token has left the address
  await approve(await openDialog(page, 'Connect with Facebook'), 'Dormant Dental Supplies', folder)
  await page.getByRole('heading', { name: 'Dormant Dental Supplies is connected' }).waitFor({ timeout: 60_000 })
})

test('the page hears of a window that went to Meta and back without its help', async () => {
  await context.route('**/sdk.js', (route) => route.abort('blockedbyclient'))
  await open(shopPage(stage.demo.url))
  const connect = await press()
  await connect.getByRole('heading', { name: 'Facebook’s login script is blocked' }).waitFor()
  await goToDialog(connect, 'Continue in this tab')
  await approve(connect, 'Twin Peaks Hotels', folder)
  await connect.getByRole('heading', { name: 'Twin Peaks Hotels is connected' }).waitFor({ timeout: 60_000 })
  await page.getByText('Connected.').waitFor()
  await heardOnce('connected')
})

test('a window that is closed while the work goes on is no cancelled one', async () => {
  const sandbox = await findSandbox(inviter.context, stage.demo.url)
  await sandbox.post('faults', { kind: 'slow', endpoint: 'exchange', delayMillis: 3000, times: 1 })
  await open(shopPage(stage.demo.url))
  const connect = await press()
  await approve(await openDialog(connect, 'Connect with Facebook'), 'Twin Peaks Hotels', folder)
  await connect.getByText('Connecting…').waitFor()
  await connect.close()
  await page.getByText('Connected.').waitFor({ timeout: 60_000 })
  await heardOnce('connected')
})

test('it speaks the language of its page, or the one it is told', async () => {
  await open(pageWith(`<capi-connect token="onb_x"></capi-connect><capi-connect language="ja"></capi-connect>
    <capi-connect label="Los geht’s"></capi-connect><script src="${stage.demo.url}/embed.js"></script>`, '', 'de-AT'))
  for (const name of ['Mit Facebook verbinden', 'Facebookで接続', 'Los geht’s']) {
    await page.getByRole('button', { name, exact: true }).waitFor()
  }
  await inspect(page, 'languages')
})

test('the window speaks as the page does, until it knows what the onboarding wants', async () => {
  await open(pageWith(`<capi-connect token="onb_x"></capi-connect><script src="${stage.demo.url}/embed.js"></script>`, '', 'de-AT'))
  const dead = await press()
  await dead.getByRole('heading', { name: 'Dieser Link kann nicht mehr verwendet werden' }).waitFor()
  await inspect(dead, 'dead')

  for (const [language, heading] of [['FR', 'Connecter votre entreprise'], [undefined, 'Ihr Unternehmen verbinden']] as const) {
    const { token } = await inviter.invite({ allowedOrigin: shop.origin, language })
    await open(pageWith(`<capi-connect token="${token}"></capi-connect><script src="${stage.demo.url}/embed.js"></script>`, '', 'de-AT'))
    const connect = await press()
    await connect.getByRole('heading', { name: heading }).waitFor()
  }
})

test('it looks as its page wants, on dark pages too, and rests while it is disabled', async () => {
  await open(pageWith(`<style>
      body { background: #111; color: #eee }
      capi-connect { --capi-connect-background: #ffd400; --capi-connect-color: #111; --capi-connect-radius: 0 }
      capi-connect::part(icon) { display: none }
      capi-connect::part(button) { text-transform: uppercase }
    </style>
    <capi-connect></capi-connect><capi-connect disabled label="Not now"></capi-connect>
    <script src="${stage.demo.url}/embed.js"></script>`))
  const style = await button().evaluate((element) => {
    const { backgroundColor, borderRadius, color, textTransform } = getComputedStyle(element)
    return { backgroundColor, borderRadius, color, textTransform }
  })
  expect(style).toEqual({ backgroundColor: 'rgb(255, 212, 0)', borderRadius: '0px', color: 'rgb(17, 17, 17)', textTransform: 'uppercase' })
  const off = page.getByRole('button', { name: 'Not now', disabled: true })
  await off.click({ force: true })
  expect(context.pages()).toHaveLength(1)
  await inspect(page, 'themed')
})

test('a page that lacks the token or the address says so, and nothing opens or stays open', async () => {
  await open(pageWith(`<capi-connect></capi-connect><capi-connect base-url="nowhere" label="Nowhere"></capi-connect>
    <script src="${stage.demo.url}/embed.js"></script>`))
  await page.getByRole('button', { name: 'Nowhere' }).click()
  await page.getByText('base-url is missing').waitFor()
  await button().click()
  await page.getByText('The page has no onboarding token.').waitFor()
  expect((await heard()).map(([type, detail]) => [type, detail?.code])).toEqual([
    ['problem', 'NO_BASE_URL'],
    ['problem', 'NO_TOKEN'],
  ])
  await expect.poll(() => context.pages().length).toBe(1)
})

test('the package’s module does the same under the strictest policy, and an element that is taken out says no more', async () => {
  await context.route(`${shop.origin}/`, async (route) => {
    const response = await route.fetch()
    const policy = `default-src 'none'; script-src 'self' 'nonce-n'; style-src 'none'; img-src data:; connect-src 'self' ${stage.demo.url}; require-trusted-types-for 'script'`
    await route.fulfill({ response, headers: { ...response.headers(), 'content-security-policy': policy } })
  })
  await open(pageWith(
    `<capi-connect base-url="${stage.demo.url}/any/path"></capi-connect><script type="module" src="/capi-connect.js"></script>`,
    `document.querySelector('capi-connect').getToken = async () => (await fetch('/token')).text()`,
  ).replaceAll('<script>', '<script nonce="n">'))
  const connect = await press()
  await connect.getByRole('button', { name: 'Connect with Facebook', disabled: false }).waitFor()
  await page.evaluate(() => document.querySelector('main')?.append(document.querySelector('capi-connect') as Element))
  await approve(await openDialog(connect, 'Connect with Facebook'), 'Twin Peaks Hotels', folder)
  await page.getByText('Connected.').waitFor({ timeout: 60_000 }) // moved within the page, it goes on

  await page.reload()
  const other = await press()
  await other.getByRole('button', { name: 'Connect with Facebook', disabled: false }).waitFor()
  await page.evaluate(() => document.querySelector('capi-connect')?.remove())
  await other.close()
  await page.waitForTimeout(1500)
  expect(await heard()).toEqual([])
})

async function open(html: string) {
  shop.pages['/'] = html
  await page.goto(`${shop.origin}/`)
}

const button = () => page.locator('capi-connect').first().getByRole('button').first()

/** Presses the button, and waits for the window. */
async function press() {
  const [connect] = await Promise.all([page.waitForEvent('popup'), button().click()])
  return connect
}

const state = () => page.locator('capi-connect').first().getAttribute('state')

type Heard = [type: string, detail: Record<string, string> | null]

const heard = () => page.evaluate(() => (window as unknown as { heard: Heard[] }).heard)

/** What the page was told, which was that one thing, once. */
async function heardOnce(type: string) {
  const all = await heard()
  expect(all.map(([one]) => one)).toEqual([type])
  return all[0] as Heard
}

async function inspect(shown: Page, screen: string) {
  await shown.screenshot({ path: `${folder}/${screen}.png`, fullPage: true })
  expect(await findViolations(shown), screen).toEqual([])
}
