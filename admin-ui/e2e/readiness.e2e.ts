import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findViolations, watch } from './browser'
import { ask, findSandbox } from './sandbox'
import { openStage, type Stage } from './stage'

const folder = 'e2e/screenshots/readiness'
let stage: Stage
let context: BrowserContext
let page: Page

beforeAll(async () => {
  stage = await openStage(folder)
  context = await stage.newContext()
  page = await context.newPage()
})

afterAll(() => stage.close())

test('readiness follows the calls that are made, and what becomes of them', async () => {
  const watched = watch(context)
  await page.goto(stage.demo.signInUrl)
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'App Review' }).click()
  await page.getByRole('heading', { level: 1, name: 'App Review' }).waitFor()
  const sandbox = await findSandbox(context, stage.demo.url)

  const before = await atLeast(1)
  await expect.poll(() => again(page.getByText('Limited access')), { interval: 1000, timeout: 30_000 }).toBe(true)
  await page.getByText('development_access').waitFor()
  expect(await current().getByText('Not yet').count()).toBe(1)
  await current().getByText('There is no pace to look ahead from yet.').waitFor()
  await inspect('demo')

  // 1,250 owned datasets are 13 pages, 3 shared ones are one; then each dataset is tried.
  const code = await sandbox.grant('9174002938475561')
  await ask(
    context,
    stage.demo.url,
    'mutation ($code: String!) { completeOnboarding(input: { code: $code }) { business { id } } }',
    { code },
  )
  const after = await atLeast(before + 14)

  await sandbox.post('faults', { endpoint: 'owned_pixels', kind: 'error', code: 2, times: 1 })
  const { businesses } = await ask<{ businesses: { edges: { node: { id: string } }[] } }>(
    context,
    stage.demo.url,
    '{ businesses(filter: { search: "Harbour" }) { edges { node { id } } } }',
  )
  const input = { businessId: businesses.edges[0]?.node.id }
  await ask(
    context,
    stage.demo.url,
    'mutation ($input: SyncDatasetsInput!) { syncDatasets(input: $input) { userErrors { code } } }',
    { input },
  )
  await atLeast(after)
  const errors = page.getByRole('region', { name: 'Errors by day' })
  await expect
    .poll(() => again(errors.getByText('Trouble at Meta').first()), { interval: 1000, timeout: 30_000 })
    .toBe(true)

  const calls = page.getByRole('region', { name: 'Calls by day' })
  await calls.getByText('Show as a table').focus()
  await page.keyboard.press('Enter')
  const today = await calls.getByRole('row').nth(1).getByRole('cell').last().textContent()
  expect(Number(today?.replace(/\D/g, '')), 'calls of today, with those that failed').toBeGreaterThan(after)
  await inspect('calls')
  await page.emulateMedia({ colorScheme: 'dark' })
  await inspect('calls-dark')
  await page.emulateMedia({ colorScheme: 'light' })

  expect(watched.errors).toEqual([])
  expect(watched.texts, 'documents that were not sent by id').toEqual([])
  expect([...watched.hosts], 'hosts that the pages spoke to').toEqual([new URL(stage.demo.url).host])
})

test('who may only look sees the same', async () => {
  const link = stage.demo.command('user', 'create', '--email', 'viewer@example.com', '--role', 'VIEWER')
  const stranger = await stage.newContext()
  const other = await stranger.newPage()

  await other.goto(/https?:\S+/.exec(link)?.[0] ?? '')
  await other.getByRole('heading', { level: 1, name: 'Overview' }).waitFor()
  await other.getByRole('region', { name: 'App Review' }).getByRole('link', { name: 'Details' }).click()
  await other.getByRole('region', { name: 'Meta’s rule before' }).waitFor()
  await stranger.close()
})

function current() {
  return page.getByRole('region', { name: 'Meta’s rule since May 2026' })
}

/** Waits until so many calls have succeeded; they are stored every few seconds. */
async function atLeast(wanted: number) {
  let calls = 0
  await expect
    .poll(
      async () => {
        await page.reload()
        const words = await current().getByRole('meter').first().getAttribute('aria-valuetext')
        calls = Number(words?.split(' of ')[0]?.replace(/\D/g, ''))
        return calls
      },
      { interval: 1000, timeout: 30_000 },
    )
    .toBeGreaterThanOrEqual(wanted)
  return calls
}

async function again(found: ReturnType<Page['getByText']>) {
  await page.reload()
  await current().waitFor()
  return (await found.count()) > 0
}

async function inspect(screen: string) {
  await page.screenshot({ path: `${folder}/${screen}.png`, fullPage: true })
  expect(await findViolations(page), screen).toEqual([])
}
