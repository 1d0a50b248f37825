import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findViolations, watch } from './browser'
import { openInviter, type Inviter } from './inviter'
import { openStage, type Stage } from './stage'

const folder = 'e2e/screenshots/branding'
/** A PNG of one pixel. */
const logo = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
let stage: Stage
let inviter: Inviter

beforeAll(async () => {
  stage = await openStage(folder)
  inviter = await openInviter(stage)
})

afterAll(() => stage.close())

test('an administrator brands the page, and a client that is then invited in German sees it so from the first paint', async () => {
  const staff = await brand(inviter.context)
  const { token } = await inviter.invite({ language: 'DE' })
  const context = await stage.newContext()
  const watched = watch(context)
  const page = await context.newPage()

  const proceed = await holdScripts(page)
  await page.goto(`${stage.demo.url}/connect#${token}`, { waitUntil: 'commit' })
  await page.getByRole('banner').getByText('Fjordmarkt').waitFor()
  await page.waitForFunction(() => document.querySelector('img')?.naturalWidth === 1)
  expect(await page.getByRole('heading').count(), 'what the program has said so far').toBe(0)
  await page.screenshot({ path: `${folder}/first-paint.png` })

  proceed()
  await page.getByRole('heading', { name: 'Ihr Unternehmen verbinden' }).waitFor()
  await page.getByRole('button', { name: 'Mit Facebook verbinden', disabled: false }).waitFor()
  expect(await page.locator('html').getAttribute('lang')).toBe('de')
  expect(await page.title()).toMatch(/Fjordmarkt$/)
  expect(await page.getByRole('link', { name: 'Datenschutz' }).getAttribute('href')).toBe('https://fjordmarkt.example/privacy')
  expect(await accentOf(page), 'yellow is no colour for text on white').toMatch(/^#[0-9a-f]{6}$/)
  expect(await accentOf(page)).not.toBe('#ffd400')
  await inspect(page, 'client')

  const sandbox = new URL((await page.locator('script[src*="sdk"]').getAttribute('src')) ?? '')
  expect([...watched.hosts].sort(), 'hosts that were asked').toEqual([new URL(stage.demo.url).host, sandbox.host].sort())
  expect(watched.errors).toEqual([])
  expect(staff.errors).toEqual([])
  await context.close()
})

/** Fills the panel in the settings. */
async function brand(context: BrowserContext) {
  const watched = watch(context)
  const page = await context.newPage()
  await page.goto(`${stage.demo.url}/admin/settings`)
  const panel = page.getByRole('region', { name: 'Connect page' })
  await panel.getByLabel('Name').fill('Fjordmarkt')
  await panel.getByLabel('Accent colour').fill('#ffd400')
  await panel.getByLabel('Support contact').fill('help@fjordmarkt.example')
  await panel.getByLabel('Privacy page').fill('https://fjordmarkt.example/privacy')
  await panel.getByLabel('Logo').setInputFiles({ name: 'logo.png', mimeType: 'image/png', buffer: logo })
  await panel.getByRole('button', { name: 'Remove the logo' }).waitFor()
  await panel.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Clients see it the next time they open their link.').waitFor()
  await inspect(page, 'settings')
  await page.close()
  return watched
}

/** Keeps the page's program from coming until it may. */
async function holdScripts(page: Page) {
  let release = () => {}
  const released = new Promise<void>((resolve) => (release = resolve))
  await page.route('**/assets/*.js', async (route) => {
    await released
    await route.continue()
  })
  return release
}

const accentOf = (page: Page) =>
  page.locator('.accented').evaluate((element) => getComputedStyle(element).getPropertyValue('--mantine-color-anchor'))

async function inspect(page: Page, name: string) {
  await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true })
  expect(await findViolations(page), name).toEqual([])
}
