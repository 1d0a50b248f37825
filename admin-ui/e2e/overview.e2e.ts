import { readFile } from 'node:fs/promises'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findViolations, watch } from './browser'
import { ask, findSandbox } from './sandbox'
import { openStage, type Stage } from './stage'

const folder = 'e2e/screenshots/overview'
const retail = '9174002938475561' // Meridian Retail Group
let stage: Stage
let context: BrowserContext
let page: Page

beforeAll(async () => {
  stage = await openStage(folder)
  context = await stage.newContext()
  page = await context.newPage()
})

afterAll(() => stage.close())

test('the numbers follow what clients and Meta do, and each leads to what it counts', async () => {
  const watched = watch(context)
  await page.goto(stage.demo.signInUrl)
  await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor()
  const sandbox = await findSandbox(context, stage.demo.url)
  // The demo's clients; one of them has no dataset, which is a warning.
  await shows({ Connected: 4, 'Need attention': 1, 'Pending onboardings': 0, Disconnected: 0 })
  await page.getByText('The business is connected but has granted no dataset.').waitFor()
  await step('Completed', 4)
  await inspect('demo')

  await ask(context, stage.demo.url, 'mutation { createOnboarding(input: { externalId: "shop-2001" }) { token } }')
  await shows({ 'Pending onboardings': 1 })
  await page.getByRole('link', { name: 'Pending onboardings' }).click()
  await page.getByRole('table', { name: 'Onboardings' }).getByText('shop-2001').waitFor()
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Overview' }).click()
  await step('Opened', 5)
  await step('Completed', 4)

  const code = await sandbox.grant(retail)
  await ask(
    context,
    stage.demo.url,
    'mutation ($code: String!) { completeOnboarding(input: { code: $code }) { business { id } } }',
    { code },
  )
  await shows({ Connected: 5, 'Pending onboardings': 1 })
  await step('Completed', 5)

  await sandbox.post(`businesses/${retail}/invalidate`, {})
  await page.getByRole('link', { name: /^Connected/ }).click()
  await page.getByRole('link', { name: 'Meridian Retail Group' }).click()
  await page.getByRole('button', { name: 'Check' }).click()
  await page.getByText('The token was revoked at Meta.').first().waitFor()
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Overview' }).click()
  await shows({ Connected: 4, 'Need attention': 2 })
  const table = page.getByRole('table', { name: 'Businesses that need attention' })
  expect(await table.getByRole('rowheader').first().textContent(), 'the latest problem').toContain('Meridian')
  await table.getByRole('button', { name: 'Reconnect: Meridian Retail Group' }).waitFor()
  await inspect('attention')

  await page.getByRole('link', { name: /^Need attention/ }).click()
  await page.waitForURL(/\?attention=yes$/)
  await page.getByText('2 businesses', { exact: true }).waitFor()
  await inspect('attention-list')

  await page.getByRole('link', { name: 'Meridian Retail Group' }).click()
  await page.getByRole('button', { name: 'Disconnect' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Disconnect' }).click()
  await page.getByRole('button', { name: 'Done' }).click()
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Overview' }).click()
  await shows({ Connected: 4, 'Need attention': 1, Disconnected: 1 })

  expect(watched.errors).toEqual([])
  expect(watched.texts, 'documents that were not sent by id').toEqual([])
  expect([...watched.hosts], 'hosts that the pages spoke to').toEqual([new URL(stage.demo.url).host])
})

test('datasets of all businesses are found, sorted and exported', async () => {
  const watched = watch(context)
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Datasets' }).click()
  await page.getByRole('table', { name: 'Datasets' }).waitFor()
  await inspect('datasets')

  await page.getByRole('combobox', { name: 'Owned or shared' }).selectOption('Shared')
  await page.waitForURL(/relation=shared/)
  const shared = await count()
  await page.getByRole('combobox', { name: 'Silent for' }).selectOption('Silent for 30 days')
  await page.waitForURL(/silent=30/)
  await expect.poll(count).toBeLessThanOrEqual(shared)
  await page.getByRole('button', { name: 'Clear filters' }).click()
  await page.getByRole('button', { name: 'Last event' }).click()
  await page.waitForURL(/sort=fired/)
  const all = await count()
  await inspect('datasets-sorted')

  const datasets = await download('datasets')
  expect(datasets.split('\r\n').length - 2, 'rows of datasets.csv').toBe(all)
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Businesses' }).click()
  await page.getByRole('table', { name: 'Businesses' }).waitFor()
  const businesses = await download('businesses')
  expect(businesses.split('\r\n').length - 2, 'rows of businesses.csv').toBe(await count())
  expect(businesses).toContain('Meridian Retail Group,9174002938475561')

  expect(watched.errors).toEqual([])
})

test('an export is not for those who have signed out', async () => {
  const stranger = await stage.newContext()
  const other = await stranger.newPage()

  await other.goto(`${stage.demo.url}/admin/export/businesses.csv`)
  await other.getByRole('heading', { name: 'Sign in' }).waitFor()
  expect(new URL(other.url()).searchParams.get('return')).toBe('/admin/businesses')
  await stranger.close()
})

/** Waits until the tiles say so; whoever comes back to a page sees it anew. */
async function shows(counts: Record<string, number>) {
  await expect
    .poll(
      async () => {
        await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')))
        const texts = await Promise.all(
          Object.keys(counts).map(async (label) => {
            const text = await page.getByRole('link', { name: new RegExp(`^${label}`) }).textContent()
            return [label, Number(text?.replace(label, ''))]
          }),
        )
        return Object.fromEntries(texts)
      },
      { interval: 500, timeout: 30_000 },
    )
    .toEqual(counts)
}

/** Waits until so many onboardings have come to a step. */
async function step(name: string, reached: number) {
  await page
    .getByRole('region', { name: 'Onboardings of the last 30 days' })
    .getByRole('listitem')
    .filter({ hasText: new RegExp(`^${name}${reached} `) })
    .waitFor()
}

/** How many entries the list says that it has. */
async function count() {
  const text = await page
    .getByRole('navigation', { name: /^Pages of/ })
    .locator('span')
    .first()
    .textContent()
  return Number(text?.replace(/\D/g, ''))
}

async function download(list: string) {
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Export CSV' }).click(),
  ])
  expect(file.suggestedFilename()).toMatch(new RegExp(`^${list}-\\d{4}-\\d\\d-\\d\\d\\.csv$`))
  return readFile(await file.path(), 'utf8')
}

async function inspect(screen: string) {
  await page.screenshot({ path: `${folder}/${screen}.png`, fullPage: true })
  expect(await findViolations(page), screen).toEqual([])
}
