import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findViolations, watch } from './browser'
import { openStage, type Stage } from './stage'

const folder = 'e2e/screenshots/reconnect'
const name = 'Dormant Dental Supplies'
const [first, second, third] = ['Dormant: never fired', 'Dormant: never fired either', 'Dormant: unavailable'] as const
let stage: Stage
let context: BrowserContext
let page: Page
let sandbox: string

beforeAll(async () => {
  stage = await openStage(folder)
  context = await stage.newContext()
  page = await context.newPage()
})

afterAll(() => stage.close())

test('a business is reconnected, tested, fought over and disconnected while Meta is down', async () => {
  const watched = watch(context)
  await page.goto(stage.demo.signInUrl)
  await page.getByRole('heading', { name: 'Overview' }).waitFor()

  await page.goto(`${stage.demo.url}/admin/connect`)
  await connect([first, second])
  await page.getByRole('link', { name: 'Open business' }).click()
  await page.getByRole('tab', { name: 'Owned 2' }).waitFor()
  await expectRow(first, 'Never received one')
  expect(await page.getByRole('region', { name: 'Since the last grant' }).count()).toBe(0)

  // The client picks otherwise, for an onboarding that is for this business alone.
  await page.getByRole('button', { name: 'Reconnect' }).click()
  await page.getByRole('dialog').getByText('a dataset that is not ticked this time is lost').waitFor()
  await inspect('reconnect')
  await page.getByRole('button', { name: 'Connect here' }).click()
  await page.waitForURL(/\/admin\/connect\?onboarding=/)
  await connect([second, third])
  await page.getByRole('link', { name: 'Open business' }).click()
  const changes = page.getByRole('region', { name: 'Since the last grant' })
  await expect.poll(() => changes.getByRole('listitem').allInnerTexts(), { timeout: 10_000 }).toEqual([
    expect.stringMatching(/^\+1 dataset\s+Dormant: unavailable$/),
    expect.stringMatching(/^−1 dataset\s+Dormant: never fired$/),
  ])
  await inspect('reconnected')

  // One event arrives, and the dataset shows it.
  await page.getByRole('button', { name: `Send a test event to ${second}` }).click()
  await page.getByLabel('Test event code').fill('TEST12345')
  await inspect('test-event')
  await page.getByRole('button', { name: 'Send one event' }).click()
  await page.getByText('Meta says that it received 1 event').waitFor()
  await inspect('test-event-arrived')
  await page.getByRole('button', { name: 'Done' }).click()
  await expectRow(second, 'Receiving')

  // The partner says whose it is; from then on it is nobody else's.
  await page.getByRole('tab', { name: 'Settings' }).click()
  await page.getByLabel('External id').fill('dental-1')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('The audit keeps that it was you.').waitFor()
  await inspect('settings')
  expect(await connectForAnother('dental-2')).toEqual({ status: 'FAILED', code: 'EXTERNAL_ID_CONFLICT' })
  await page.reload()
  await page.getByText('An onboarding for “dental-2” brought this business').waitFor()
  await inspect('conflict')

  // Meta is down: the end is only promised, and comes once Meta answers again.
  await control('POST', 'faults', { endpoint: '*', kind: 'html' })
  await page.getByRole('button', { name: 'Disconnect' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Disconnect' }).click()
  await page.getByRole('dialog', { name: `Receipt: ${name}` }).getByText('Not confirmed yet').waitFor()
  await page.getByRole('button', { name: 'Done' }).click()
  await page.getByRole('heading', { level: 1, name: 'Disconnecting' }).waitFor()
  await inspect('pending')
  await control('DELETE', 'faults')
  await page.getByRole('button', { name: 'Ask Meta again' }).click()
  await page.getByRole('heading', { level: 1, name: 'Disconnected' }).waitFor({ timeout: 30_000 })
  await page.getByRole('region', { name: 'Disconnection receipt' }).getByText('Revoked', { exact: true }).waitFor()
  await inspect('receipt')

  expect(watched.errors).toEqual([])
  expect(watched.texts, 'documents that were not sent by id').toEqual([])
  expect([...watched.hosts].sort()).toEqual([new URL(stage.demo.url).host, new URL(sandbox).host].sort())
})

/** Has the client log in and tick `datasets`. */
async function connect(datasets: string[]) {
  const [dialog] = await Promise.all([
    page.waitForEvent('popup'),
    page.getByRole('button', { name: 'Connect with Facebook', disabled: false }).click(),
  ])
  sandbox = new URL(dialog.url()).origin
  await dialog.getByRole('radio', { name }).check()
  await dialog.getByRole('button', { name: 'Continue' }).click()
  await dialog.getByRole('checkbox', { name: 'All datasets' }).uncheck()
  for (const dataset of datasets) {
    await dialog.getByRole('checkbox', { name: new RegExp(`^${dataset}( \\d|$)`) }).check()
  }
  await dialog.getByRole('button', { name: 'Continue' }).click()
  await page.getByRole('heading', { name: `${name} is connected` }).waitFor({ timeout: 60_000 })
}

/** Has another client of the partner's grant access to the same business. */
async function connectForAnother(externalId: string) {
  const businesses = (await control('GET', 'businesses')) as { id: string; name: string }[]
  const businessId = businesses.find((one) => one.name === name)?.id
  const { code } = (await control('POST', 'codes', { businessId })) as { code: string }
  const created = await ask('mutation Invite($externalId: String) { createOnboarding(input: { externalId: $externalId }) { onboarding { id } } }', {
    externalId,
  })
  const answer = await ask(
    'mutation Complete($input: CompleteOnboardingInput!) { completeOnboarding(input: $input) { onboarding { status problem { code } } } }',
    { input: { code, onboardingId: created.createOnboarding.onboarding.id } },
  )
  const { status, problem } = answer.completeOnboarding.onboarding
  return { status, code: problem.code }
}

async function ask(query: string, variables: Record<string, unknown>) {
  const response = await context.request.post(`${stage.demo.url}/graphql`, { data: { query, variables } })
  return (await response.json()).data
}

/** Plays the client or breaks Meta, by the sandbox's control interface. */
async function control(method: string, path: string, body?: unknown): Promise<unknown> {
  const response = await fetch(`${sandbox}/_sandbox/${path}`, { method, body: body ? JSON.stringify(body) : undefined })
  const text = await response.text()
  expect(response.ok, text).toBe(true)
  return text ? JSON.parse(text) : undefined
}

async function expectRow(dataset: string, words: string) {
  const row = page.getByRole('row').filter({ has: page.getByText(dataset, { exact: true }) })
  await row.getByText(words).waitFor()
}

async function inspect(screen: string) {
  await page.screenshot({ path: `${folder}/${screen}.png`, fullPage: true })
  expect(await findViolations(page), screen).toEqual([])
}
