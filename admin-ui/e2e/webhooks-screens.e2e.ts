import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findViolations, watch } from './browser'
import { startReceiver } from './receiver'
import { ask, findSandbox } from './sandbox'
import { openStage, type Stage } from './stage'

const folder = 'e2e/screenshots/webhooks'
let stage: Stage
let receiver: Awaited<ReturnType<typeof startReceiver>>
let context: BrowserContext
let page: Page

beforeAll(async () => {
  stage = await openStage(folder)
  receiver = await startReceiver()
  context = await stage.newContext()
  page = await context.newPage()
})

afterAll(async () => {
  receiver.close()
  await stage.close()
})

test('an administrator has a server told of a client, sees what it answered, and mends it', async () => {
  const watched = watch(context)
  await page.goto(stage.demo.signInUrl)
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Webhooks' }).click()
  await page.getByRole('tab', { name: 'To you' }).click()
  await page.getByText('Nobody is told yet').waitFor()
  await inspect('empty')

  await press('Create the first endpoint')
  await page.getByLabel('Address').fill(receiver.url)
  await inspect('create')
  await press('Create')
  const secret = await keepSecret('secret')
  await page.getByRole('link', { name: receiver.url }).click()
  await page.getByRole('heading', { level: 1, name: receiver.url }).getByText('Enabled').waitFor()

  await press('Test')
  await press('Send the test')
  await dialog().getByText('Taken: 204').waitFor()
  await inspect('tested')
  await press('Done')
  expect(receiver.got[0]?.verify(secret)).toMatchObject({ type: 'webhook.test' })

  await connect()
  const connected = page.getByRole('row', { name: /business\.connected/ })
  await connected.getByText('Taken', { exact: true }).waitFor({ timeout: 20_000 })
  await page.getByRole('row', { name: /onboarding\.completed/ }).waitFor()
  expect(await page.content(), 'what was shown once').not.toContain('whsec_')
  await inspect('endpoint')
  await connected.getByRole('link', { name: 'business.connected' }).click()
  await page.getByRole('heading', { level: 1, name: 'business.connected' }).waitFor()
  await page.getByRole('list', { name: 'Tries' }).getByText('Taken: 204').waitFor()
  await page.getByRole('region', { name: 'What is sent' }).getByText('client-4711').waitFor()
  await inspect('delivery')
  await page.getByRole('link', { name: '← Its endpoint' }).click()

  await press('Rotate secret')
  await inspect('rotate')
  await press('Rotate')
  const next = await keepSecret('rotated')
  const before = receiver.got.length
  await replay()
  await expect.poll(() => receiver.got.length, { timeout: 20_000 }).toBeGreaterThan(before)
  const again = receiver.got[before]
  expect(receiver.got.slice(0, before).map(({ id }) => id), 'sent once already').toContain(again?.id)
  expect(again?.verify(secret), 'by the former secret').toEqual(again?.verify(next))

  receiver.answer.status = 410
  await replay()
  await page.getByText('It answered 410 Gone').waitFor({ timeout: 20_000 })
  await page.getByRole('heading', { level: 1, name: receiver.url }).getByText('Disabled').waitFor()
  await inspect('gone')
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Overview' }).click()
  await page.getByRole('note').getByRole('link', { name: receiver.url }).click()

  receiver.answer.status = 204
  await press('Enable')
  await inspect('enable')
  await dialog().getByRole('button', { name: 'Enable' }).click()
  await page.getByRole('heading', { level: 1, name: receiver.url }).getByText('Enabled').waitFor()
  await press('Delete')
  await inspect('delete')
  await dialog().getByRole('button', { name: 'Delete' }).click()
  await page.getByText('Nobody is told yet').waitFor()

  expect(watched.errors).toEqual([])
  expect(watched.texts, 'documents that were not sent by id').toEqual([])
  expect([...watched.hosts]).toEqual([new URL(stage.demo.url).host])
})

/** Onboards a client of the sandbox, as a backend would. */
async function connect() {
  const sandbox = await findSandbox(context, stage.demo.url)
  const { onboarding } = (
    await ask<{ done: { onboarding: { id: string } } }>(
      context,
      stage.demo.url,
      'mutation { done: createOnboarding(input: { externalId: "client-4711" }) { onboarding { id } } }',
    )
  ).done
  const business = await sandbox.post('businesses', { name: 'Corner Coffee', owned: 2, shared: 1 })
  const code = await sandbox.grant(business?.id ?? '')
  await ask(
    context,
    stage.demo.url,
    'mutation ($input: CompleteOnboardingInput!) { completeOnboarding(input: $input) { userErrors { message } } }',
    { input: { code, onboardingId: onboarding.id } },
  )
}

/** Has everything of the last day sent again. */
async function replay() {
  await press('Send again')
  await dialog().getByRole('button', { name: 'Send again' }).click()
  await dialog().waitFor({ state: 'detached' })
}

/** Takes the secret that is shown, and closes the dialog. */
async function keepSecret(screen: string) {
  const field = dialog().getByLabel('Signing secret', { exact: true })
  await field.waitFor()
  const secret = await field.inputValue()
  expect(secret).toMatch(/^whsec_/)
  await inspect(screen)
  await press('I have kept it')
  await dialog().waitFor({ state: 'detached' })
  return secret
}

function dialog() {
  return page.getByRole('dialog')
}

async function press(name: string) {
  await page.getByRole('button', { name, exact: true }).click()
}

async function inspect(screen: string) {
  await page.screenshot({ path: `${folder}/${screen}.png`, fullPage: true })
  expect(await findViolations(page), screen).toEqual([])
}
