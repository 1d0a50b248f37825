import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findViolations, watch } from './browser'
import { findSandbox } from './sandbox'
import { openStage, type Stage } from './stage'

const folder = 'e2e/screenshots/jobs'
const business = 'Harbour & Pine Coffee'
let stage: Stage
let sandbox: Awaited<ReturnType<typeof findSandbox>>
let context: BrowserContext
let page: Page

beforeAll(async () => {
  stage = await openStage(folder)
  context = await stage.newContext()
  page = await context.newPage()
  await page.goto(stage.demo.signInUrl)
  await page.getByRole('heading', { level: 1 }).waitFor()
  sandbox = await findSandbox(context, stage.demo.url)
})

afterAll(() => stage.close())

test('a job that waits because Meta is away is retried as soon as somebody knows that it is back', async () => {
  const watched = watch(context)
  await sandbox.post('faults', { endpoint: 'owned_pixels', kind: 'html' })
  await visit('Businesses')
  await page.getByRole('link', { name: business }).click()
  await page.getByRole('button', { name: 'Sync datasets' }).click()
  await page.getByRole('heading', { level: 1, name: business }).getByText('Degraded').waitFor({ timeout: 40_000 })

  await visit('Jobs')
  const waiting = row('Read datasets')
  await waiting.getByText('To be retried').waitFor()
  await waiting.getByRole('link', { name: business }).waitFor()
  await inspect('waiting')

  await sandbox.mend()
  await waiting.getByRole('button', { name: 'Retry now: Read datasets' }).click()
  await page.getByText('On its way').waitFor()
  await waiting.waitFor({ state: 'detached', timeout: 20_000 })

  await page.getByRole('list', { name: 'Jobs by state' }).getByRole('button', { name: /Done/ }).click()
  await page.waitForURL(/state=COMPLETED/)
  await page.getByRole('button', { name: 'Any kind' }).click()
  await page.getByRole('menuitemcheckbox', { name: 'Read datasets' }).click()
  await page.keyboard.press('Escape')
  await page.waitForURL(/kind=sync/)
  const done = page.getByRole('row', { name: new RegExp(business) }).first()
  await done.getByText('Done').waitFor()
  await inspect('done')
  await done.getByRole('link', { name: business }).click()
  await page.getByRole('heading', { level: 1, name: business }).getByText('Connected').waitFor()

  await visit('Activity')
  await page.getByRole('tab', { name: 'Audit' }).click()
  const retried = page.getByRole('row', { name: /Job retried/ })
  await retried.getByText('admin@example.com').waitFor()

  expect(watched.errors).toEqual([])
  expect(watched.texts, 'documents that were not sent by id').toEqual([])
  expect([...watched.hosts]).toEqual([new URL(stage.demo.url).host])
})

test('a job that ends a connection cannot be cancelled, and goes through when it is retried', async () => {
  await sandbox.post('faults', { endpoint: '*', kind: 'html' })
  await visit('Businesses')
  await page.getByRole('link', { name: business }).click()
  await page.getByRole('button', { name: 'Disconnect' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Disconnect' }).click()
  await page.getByRole('dialog', { name: `Receipt: ${business}` }).waitFor({ timeout: 40_000 })
  await page.getByRole('button', { name: 'Done' }).click()

  await visit('Jobs')
  await row('End a connection').getByRole('button', { name: 'Cancel: End a connection' }).click()
  const refusal = page.getByRole('dialog', { name: 'This job must not be cancelled' })
  await refusal.getByText('the token would go on working at Meta').waitFor()
  await inspect('needed')
  await refusal.getByRole('button', { name: 'Close' }).first().click()

  await sandbox.mend()
  await row('End a connection').getByRole('button', { name: 'Retry now: End a connection' }).click()
  await row('End a connection').waitFor({ state: 'detached', timeout: 20_000 })
  await visit('Businesses')
  await page
    .getByRole('row', { name: new RegExp(business) })
    .getByText('Disconnected')
    .waitFor()
})

function row(job: string) {
  return page.getByRole('row', { name: new RegExp(job) })
}

async function visit(destination: string) {
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: destination, exact: true }).click()
  await page.getByRole('heading', { level: 1, name: destination }).waitFor()
}

async function inspect(screen: string) {
  await page.screenshot({ path: `${folder}/${screen}.png`, fullPage: true })
  expect(await findViolations(page), screen).toEqual([])
}
