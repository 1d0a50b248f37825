import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findViolations, watch } from './browser'
import { ask } from './sandbox'
import { openStage, type Stage } from './stage'

const folder = 'e2e/screenshots/sandbox-pages'

let stage: Stage
let page: Page
let watched: ReturnType<typeof watch>
let origin: string

beforeAll(async () => {
  stage = await openStage(folder)
  const context = await stage.newContext()
  watched = watch(context)
  page = await context.newPage()
  await page.goto(stage.demo.signInUrl)
  await page.getByRole('navigation', { name: 'Main' }).waitFor()
  origin = stage.demo.sandboxUrl
})

afterAll(() => stage.close())

test('the first page lists outcomes with their fixed codes, and businesses with their datasets', async () => {
  await page.goto(origin)
  await page.getByText('SANDBOX-MISSING-PERMISSION').waitFor()
  const business = page.getByRole('row', { name: /Twin Peaks Hotels/ })
  await business.getByText('Datasets', { exact: true }).click()
  expect(await business.getByText('Twin Peaks booking engine').isVisible()).toBe(true)
  await look('overview')
})

test.each(['dark', 'narrow'] as const)('it can be read when it is %s', async (how) => {
  await page.emulateMedia({ colorScheme: how === 'dark' ? 'dark' : 'light' })
  await page.setViewportSize(how === 'narrow' ? { width: 360, height: 740 } : { width: 1280, height: 860 })
  await page.goto(origin)
  const scrolls = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth)
  expect(scrolls, 'scrolls sideways').toBe(false)
  await look(`overview-${how}`)
  await page.emulateMedia({ colorScheme: 'light' })
  await page.setViewportSize({ width: 1280, height: 860 })
})

test('a code is issued for an outcome, and the program finds what the outcome promises', async () => {
  await page.goto(origin)
  await page.getByRole('button', { name: 'Issue a code for used-code' }).click()
  await page.getByRole('heading', { name: /A code for/ }).waitFor()
  await look('issued')
  const code = (await page.locator('#code').textContent()) as string
  expect(await complete(code)).toEqual({ status: 'FAILED', problem: { code: 'CODE_USED' } })
})

test('a fixed code connects a business without a browser', async () => {
  expect(await complete('SANDBOX-ONE-DATASET')).toEqual({ status: 'COMPLETED', problem: null })
})

test('the dialog plays a script: a client who withholds a permission', async () => {
  await page.goto(`${stage.demo.url}/admin/connect`)
  const [dialog] = await Promise.all([
    page.waitForEvent('popup'),
    page.getByRole('button', { name: 'Connect with Facebook', disabled: false }).click(),
  ])
  await dialog.getByText('Or script what happens').click()
  await dialog.getByLabel('Outcome').selectOption('missing-permission')
  expect(await findViolations(dialog)).toEqual([])
  await dialog.screenshot({ path: `${folder}/dialog-script.png`, fullPage: true })
  await dialog.getByRole('button', { name: 'Play it' }).click()
  await page.getByText('ads_read').first().waitFor({ timeout: 60_000 })
  await look('missing-permission')
})

test('and one who closes the window', async () => {
  await page.goto(`${stage.demo.url}/admin/connect`)
  const [dialog] = await Promise.all([
    page.waitForEvent('popup'),
    page.getByRole('button', { name: 'Connect with Facebook', disabled: false }).click(),
  ])
  await dialog.getByText('Or script what happens').click()
  await dialog.getByLabel('Outcome').selectOption('cancel')
  await Promise.all([dialog.waitForEvent('close'), dialog.getByRole('button', { name: 'Play it' }).click()])
  await page.getByText('The Facebook window was closed').waitFor()
})

test('nothing was reported', () => {
  expect(watched.errors).toEqual([])
})

/** Gives a code to an onboarding of its own, as a partner's backend does. */
async function complete(code: string) {
  const { completeOnboarding } = await ask<{ completeOnboarding: { onboarding: unknown } }>(
    page.context(),
    stage.demo.url,
    'mutation ($code: String!) { completeOnboarding(input: { code: $code }) { onboarding { status problem { code } } } }',
    { code },
  )
  return completeOnboarding.onboarding
}

async function look(name: string) {
  await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true })
  expect(await findViolations(page)).toEqual([])
}
