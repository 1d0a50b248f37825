import { readFile } from 'node:fs/promises'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findViolations, watch } from './browser'
import { ask, findSandbox } from './sandbox'
import { openStage, type Stage } from './stage'

const folder = 'e2e/screenshots/activity'
/** The business of the sandbox whose datasets take some pages to read. */
const name = 'Meridian Retail Group'
const metaId = '9174002938475561'
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

test('staff follows a journey live, finds it by its support code, and reads in the audit who took part', async () => {
  const watched = watch(context)
  const { onboarding, token } = await invite()
  await sandbox.post('faults', { endpoint: 'owned_pixels', kind: 'slow', delayMillis: 700, times: 8 })

  await page.goto(`${stage.demo.url}/admin/activity/${onboarding.id}`)
  await page.getByRole('region', { name: 'Timeline' }).getByText('A code can be given until').waitFor()
  await inspect('waiting')

  const completed = complete(token)
  const timeline = page.getByRole('region', { name: 'Timeline' })
  await timeline.getByRole('heading', { name: 'Reading datasets' }).waitFor()
  await timeline.getByText('Under way').waitFor()
  await inspect('under-way')
  await completed
  await timeline.getByRole('heading', { name: 'Completed' }).waitFor()
  await timeline.getByText('1250 owned, 3 shared').waitFor()
  await inspect('completed')

  await page.getByRole('link', { name: '← Activity' }).click()
  const heard = onboarding.supportCode.replace('-', ' ').toLowerCase()
  await page.getByRole('searchbox', { name: 'Search onboardings' }).fill(heard)
  await page.waitForURL(/[?&]q=/)
  await expect
    .poll(() => page.getByRole('table').getByRole('rowheader').allTextContents())
    .toEqual([onboarding.supportCode])
  await inspect('found')

  await page.getByRole('tab', { name: 'Audit' }).click()
  await page.getByRole('combobox', { name: 'What was done' }).selectOption({ label: 'Onboarding created' })
  await page.getByRole('searchbox', { name: 'Search who' }).fill('ADMIN@')
  await page.waitForURL(/[?&]by=/)
  const created = page.getByRole('row', { name: /Onboarding created/ })
  await expect.poll(() => created.count()).toBe(1)
  expect(await created.textContent()).toContain('admin@example.comStaff')
  await created.getByText('Details').click()
  await inspect('audit')

  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Export CSV' }).click(),
  ])
  const file = await readFile(await download.path(), 'utf8')
  expect(file.trim().split('\r\n')).toHaveLength(2)
  expect(file).toContain(',admin@example.com,USER,')

  await created.getByRole('link', { name: 'Onboarding' }).click()
  await page.getByRole('link', { name }).click()
  await page.getByRole('tab', { name: 'Activity' }).click()
  const activity = page.getByRole('region', { name: 'Activity' })
  await activity.getByRole('link', { name: onboarding.supportCode }).waitFor()
  await activity.getByText('Timeline', { exact: true }).click()
  await inspect('business')

  expect(watched.errors).toEqual([])
  expect(watched.texts, 'documents that were not sent by id').toEqual([])
  expect([...watched.hosts]).toEqual([new URL(stage.demo.url).host])
})

test('what a client does at Meta is seen at once: on the page of its business and among the reports', async () => {
  const watched = watch(context)
  const reports = await context.newPage()
  await reports.goto(`${stage.demo.url}/admin/webhooks`)
  await reports.getByRole('table', { name: 'Reports' }).waitFor()
  await page.getByRole('heading', { level: 1, name }).getByText('Connected').waitFor()

  await sandbox.post(`businesses/${metaId}/uninstall`, {})

  await page.getByRole('heading', { level: 1, name }).getByText('Needs reconnect').waitFor({ timeout: 20_000 })
  await page.getByText('The client removed the app').first().waitFor()
  await inspect('uninstalled')

  // Meta tells it twice, by a webhook and to the deauthorize callback; whichever is looked into first ends the connection.
  await reports.getByRole('row', { name: /(Uninstalled|Deauthorized).*Acted on/ }).waitFor({ timeout: 20_000 })
  await reports
    .getByRole('row', { name: /Uninstalled/ })
    .getByRole('link', { name })
    .waitFor()
  await reports.getByRole('button', { name: 'Anything' }).click()
  await reports.getByRole('menuitemcheckbox', { name: 'Uninstalled' }).click()
  await reports.keyboard.press('Escape')
  await reports.waitForURL(/kind=UNINSTALL/)
  await expect.poll(() => reports.getByRole('table').getByRole('rowheader').count()).toBe(1)
  await inspect('webhooks', reports)

  await reports.getByRole('tab', { name: 'Requests to delete' }).click()
  await reports.getByText('Nobody has asked for a deletion').waitFor()
  await inspect('deletions', reports)
  expect(watched.errors).toEqual([])
})

test('staff extend an invitation, replace its link and cancel it, and each dead link says no more than that', async () => {
  const watched = watch(context)
  const { onboarding, token } = await invite()
  await page.goto(`${stage.demo.url}/admin/activity/${onboarding.id}`)
  const timeline = page.getByRole('region', { name: 'Timeline' })

  await page.getByRole('button', { name: 'Extend' }).click()
  await page.getByRole('dialog').getByLabel('From now on it works for').selectOption({ label: '7 days' })
  await page.getByRole('dialog').getByRole('button', { name: 'Extend' }).click()
  await timeline.getByRole('heading', { name: 'Extended' }).waitFor()
  expect(await deathOf(token)).toBeUndefined()

  await page.getByRole('button', { name: 'New link' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Make the link' }).click()
  const link = await page.getByRole('dialog').getByLabel('Connect link').inputValue()
  await inspect('new-link')
  await page.getByRole('dialog').getByRole('button', { name: 'Done' }).click()
  await timeline.getByRole('heading', { name: 'New link' }).waitFor()
  const newer = new URL(link).hash.slice(1)
  expect(await Promise.all([token, newer].map(deathOf))).toEqual(['ONBOARDING_REPLACED', undefined])

  await page.getByRole('button', { name: 'Cancel onboarding' }).click()
  await page.getByRole('dialog').getByLabel('Reason (optional)').fill('The client has moved away.')
  await inspect('cancel')
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel onboarding' }).click()
  await timeline.getByRole('heading', { name: 'Cancelled' }).waitFor()
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await inspect('cancelled')
  expect(await Promise.all([token, newer].map(deathOf))).toEqual(['ONBOARDING_REPLACED', 'ONBOARDING_CANCELLED'])
  expect(watched.errors).toEqual([])
})

/** What the holder of a token is told of its end; undefined while it works. */
async function deathOf(token: string) {
  const answer = await fetch(`${stage.demo.url}/graphql`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${token}` },
    body: JSON.stringify({ query: '{ onboarding { status } }' }),
  })
  const { errors } = (await answer.json()) as { errors?: { extensions: { reason?: string } }[] }
  return errors?.[0]?.extensions.reason
}

interface Invitation {
  token: string
  onboarding: { id: string; supportCode: string }
}

/** Prepares an onboarding as the signed-in member of staff. */
async function invite() {
  const mutation = 'mutation { createOnboarding(input: {}) { token onboarding { id supportCode } } }'
  const { createOnboarding } = await ask<{ createOnboarding: Invitation }>(context, stage.demo.url, mutation)
  return createOnboarding
}

/** The client connects: the sandbox's code is completed with the onboarding token, as the connect page does it. */
async function complete(token: string) {
  const code = await sandbox.grant(metaId)
  const client = await stage.newContext({ extraHTTPHeaders: { Authorization: `Bearer ${token}` } })
  await ask(client, stage.demo.url, `mutation { completeOnboarding(input: { code: "${code}" }) { userErrors { message } } }`)
  await client.close()
}

async function inspect(screen: string, inspected = page) {
  await inspected.screenshot({ path: `${folder}/${screen}.png`, fullPage: true })
  expect(await findViolations(inspected), screen).toEqual([])
}
