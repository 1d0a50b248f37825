import { createHmac } from 'node:crypto'
import path from 'node:path'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startBackend, type BackendName } from './backend'
import { findViolations, watch } from './browser'
import { approve, goToDialog, openDialog } from './dialog'
import { freePort } from './program'
import { openStage, type Stage } from './stage'

const folder = 'e2e/screenshots/backends'
const secret = Buffer.from('a secret of 24 bytes ....').toString('base64')
const names: BackendName[] = ['backend-node', 'backend-go']

let stage: Stage
const started = new Map<BackendName, Awaited<ReturnType<typeof startBackend>>>()

beforeAll(async () => {
  stage = await openStage(folder)
  const settings = {
    CAPICONNECT_KEY_FILE: path.join(stage.demo.data, 'examples.key'),
    CAPICONNECT_URL: stage.demo.url,
    WEBHOOK_SECRET: `whsec_${secret}`,
  }
  for (const name of names) {
    started.set(name, await startBackend(name, await freePort(), settings))
  }
}, 180_000)

afterAll(async () => {
  await Promise.all([...started.values()].map((backend) => backend.stop()))
  await stage.close()
})

test.each([
  ['backend-node', 'Twin Peaks Hotels', 'Twin Peaks booking engine'],
  ['backend-go', 'Dormant Dental Supplies', 'Dormant: never fired'],
] as const)('%s sends a client to its onboarding and shows what it has connected', async (name, business, dataset) => {
  const context = await stage.newContext()
  const watched = watch(context)
  const page = await beginOnboarding(context, name, 'Hill Hotels')
  await approve(await openDialog(page, 'Connect with Facebook'), business, folder)
  const client = await goBack(page, name, 'Hill Hotels', business)
  expect(await client.textContent()).toContain(dataset)
  await page.screenshot({ path: `${folder}/${name}.png` })
  expect(await findViolations(page)).toEqual([])
  expect(watched.errors).toEqual([])
  await context.close()
})

test.each([
  ['backend-node', 'Meridian Retail Group'],
  ['backend-go', '🌻 Sonnenblume Bäckerei 🥐'],
] as const)('%s onboards a client whose browser opens no window', async (name, business) => {
  const context = await stage.newContext()
  await context.addInitScript(() => {
    window.open = () => null
  })
  const page = await beginOnboarding(context, name, 'Corner Coffee')
  await page.getByRole('button', { name: 'Connect with Facebook', disabled: false }).click()
  await goToDialog(page, 'Continue in this tab')
  await approve(page, business, folder)
  await goBack(page, name, 'Corner Coffee', business)
  await context.close()
})

test.each(names)('%s begins nothing for another website', async (name) => {
  const answer = await fetch(new URL('/connect', urlOf(name)), {
    method: 'POST',
    redirect: 'manual',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded', Origin: 'https://evil.example' },
    body: new URLSearchParams({ client: name === 'backend-node' ? 'node-1' : 'go-1' }),
  })
  expect(answer.status).toBe(403)
  expect(answer.headers.get('location')).toBeNull()
})

test.each(names)('%s hears signed webhooks, and no others', async (name) => {
  const told = JSON.stringify({ type: 'business.connected', data: { businessName: `Told to ${name}` } })
  expect(await tell(name, told, told)).toBe(204)
  expect(await tell(name, told.replace('Told', 'Lied'), told)).toBe(401)
  const page = await (await fetch(urlOf(name))).text()
  expect(page).toContain(`Told to ${name}`)
  expect(page).not.toContain('Lied')
})

/** Leads a client from the product to the page of its onboarding. */
async function beginOnboarding(context: BrowserContext, name: BackendName, client: string) {
  const page = await context.newPage()
  await page.goto(urlOf(name))
  await page.getByRole('button', { name: `Connect ${client}` }).click()
  await page.waitForURL(`${stage.demo.url}/connect`) // and the token is out of the address
  return page
}

/** Leads a client that is done back to the product, and finds what that shows of it. */
async function goBack(page: Page, name: BackendName, client: string, business: string) {
  await page.getByRole('heading', { name: `${business} is connected` }).waitFor({ timeout: 60_000 })
  await page.getByRole('link', { name: 'Back' }).click()
  await page.waitForURL(urlOf(name))
  const shown = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: client }) })
  await shown.getByText(business).waitFor()
  return shown
}

/** Sends a webhook whose signature is that of another body. */
async function tell(name: BackendName, body: string, signed: string) {
  const [id, at] = ['msg_1', String(Math.floor(Date.now() / 1000))]
  const signature = createHmac('sha256', Buffer.from(secret, 'base64')).update(`${id}.${at}.${signed}`).digest('base64')
  const headers = { 'webhook-id': id, 'webhook-timestamp': at, 'webhook-signature': `v1,${signature}` }
  return (await fetch(new URL('/webhook', urlOf(name)), { method: 'POST', headers, body })).status
}

function urlOf(name: BackendName) {
  return (started.get(name) as { url: string }).url
}
