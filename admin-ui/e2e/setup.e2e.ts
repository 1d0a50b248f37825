import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findViolations, watch } from './browser'
import { openStage, type Stage } from './stage'

const folder = 'e2e/screenshots/setup'
let stage: Stage
let context: BrowserContext
let page: Page

beforeAll(async () => {
  stage = await openStage(folder)
  context = await stage.newContext()
  page = await context.newPage()
})

afterAll(() => stage.close())

test('the doctor turns green while somebody mends what it names', async () => {
  const watched = watch(context)
  const callbacks = await (await context.request.get(`${stage.demo.sandboxUrl}/_sandbox/callbacks`)).json()
  await tell('callbacks', { ...callbacks, webhook: '' })
  await tell('faults', { endpoint: 'app_token', kind: 'error', code: 101, message: 'Invalid application ID.' })

  await page.goto(stage.demo.signInUrl)
  await page.getByRole('heading', { name: 'Overview' }).waitFor()
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Setup' }).click()
  await page.getByText('2 to fix').waitFor()
  const subscription = item('Webhook subscription')
  await subscription.getByText('To fix').waitFor()
  await subscription.getByText('Choose the object Application').waitFor()
  expect(await subscription.getByRole('link', { name: /Open the page at Meta/ }).getAttribute('href')).toMatch(
    /^https:\/\/developers\.facebook\.com\/apps\/\d+\/webhooks\/$/,
  )
  await item('App id and secret').getByText('META_APP_ID').first().waitFor()
  await inspect('broken')

  await tell('callbacks', callbacks)
  await checkAgainUntil('1 to fix')
  await subscription.getByText('Fine', { exact: true }).waitFor()

  await context.request.delete(`${stage.demo.sandboxUrl}/_sandbox/faults`)
  await checkAgainUntil('Nothing is left to do.')
  await page.getByText('12 of 12 fine').waitFor()
  await inspect('green')

  expect(watched.errors).toEqual([])
  expect([...watched.hosts]).toEqual([new URL(page.url()).host])
  expect(watched.texts, 'GraphQL in other words than the build’s').toEqual([])
})

test('the settings say what is in force, and no secret', async () => {
  const watched = watch(context)
  const { verifyToken } = await (await context.request.get(`${stage.demo.sandboxUrl}/_sandbox/callbacks`)).json()

  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Settings' }).click()
  const keys = page.getByRole('table', { name: 'Encryption keys' })
  await keys.getByText('Seals').waitFor()
  await page.getByRole('table', { name: 'Environment' }).getByText('META_WEBHOOK_VERIFY_TOKEN').waitFor()
  expect(await page.content()).not.toContain(verifyToken)
  await inspect('settings')

  expect(watched.errors).toEqual([])
  expect([...watched.hosts]).toEqual([new URL(page.url()).host])
})

/** Has the sandbox do something, by its control interface and not by way of the page, which speaks to its own host only. */
async function tell(what: string, data: object) {
  const answer = await context.request.post(`${stage.demo.sandboxUrl}/_sandbox/${what}`, { data })
  expect(answer.ok(), await answer.text()).toBe(true)
}

/** Presses the button until the page says so: findings of the last ten seconds are shown again. */
async function checkAgainUntil(words: string) {
  await expect
    .poll(
      async () => {
        await page.getByRole('button', { name: 'Check again' }).click()
        await page.getByText(/\d+ of 12 fine/).waitFor()
        return page.getByText(words).count()
      },
      { interval: 1_000, timeout: 30_000 },
    )
    .toBe(1)
}

function item(title: string) {
  return page.getByRole('listitem').filter({ has: page.locator('summary', { hasText: title }) })
}

async function inspect(screen: string) {
  await page.screenshot({ path: `${folder}/${screen}.png`, fullPage: true })
  expect(await findViolations(page), screen).toEqual([])
}
