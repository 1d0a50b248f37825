import { readFile } from 'node:fs/promises'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeAuthenticator } from './authenticator'
import { findViolations, watch } from './browser'
import { openStage, type Stage } from './stage'

const folder = 'e2e/screenshots/second-factor'
const email = 'admin@example.com'
const password = 'correct horse battery'
const business = 'Little Fern Florist'
let stage: Stage
let context: BrowserContext
let page: Page

beforeAll(async () => {
  stage = await openStage(folder)
  context = await stage.newContext()
  page = await context.newPage()
})

afterAll(() => stage.close())

test('a member of staff sets up a second factor, signs in with it, and confirms with it what cannot be made good', async () => {
  const watched = watch(context)

  await page.goto(stage.demo.signInUrl)
  await page.getByRole('heading', { name: 'Overview' }).waitFor()
  await openMenu('Set password')
  await page.getByLabel('New password').fill(password)
  await page.getByLabel('The same again').fill(password)
  await press('Set password')
  await page.getByText('Your new password works from now on.').waitFor()

  await openMenu('Account')
  await press('Set up')
  const scan = page.getByRole('dialog', { name: 'Set up a second factor' })
  await scan.getByRole('img', { name: 'QR code for your authenticator app' }).waitFor()
  const secret = await scan.getByRole('button', { name: /Copy secret/ }).getAttribute('aria-label')
  const code = makeAuthenticator(secret?.replace('Copy secret ', '') ?? '')
  await inspect('set-up')
  await scan.getByLabel('Code').fill(await code())
  await press('Turn on')

  const codes = page.getByRole('dialog', { name: 'Keep your recovery codes' })
  await codes.getByRole('listitem').last().waitFor()
  const recovery = await codes.getByRole('listitem').allTextContents()
  expect(recovery).toHaveLength(10)
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    codes.getByRole('link', { name: 'Download' }).click(),
  ])
  expect(await readFile(await download.path(), 'utf8')).toContain(recovery.join('\r\n'))
  await press('I have kept them')
  await page.getByText('Recovery codes left').waitFor()
  await inspect('account')

  await openMenu('Sign out')
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await press('Sign in')
  await page.getByLabel('Code').waitFor()
  expect(await context.cookies(), 'the password alone').toEqual([])
  await inspect('second-step')
  await page.keyboard.type(await code())
  await page.keyboard.press('Enter')
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Businesses' }).click()
  await page.getByRole('link', { name: business }).click()

  // The program's clock cannot be moved from outside, so its refusal is played here; everything after it is real.
  await refuseOnce('RevokeConnection')
  await press('Disconnect')
  await page.getByRole('dialog').getByRole('button', { name: 'Disconnect' }).click()
  const question = page.getByRole('dialog', { name: 'Confirm that it is you' })
  await question.getByLabel('Password', { exact: true }).fill(password)
  await question.getByRole('button', { name: 'Use a recovery code' }).click()
  await question.getByLabel('Recovery code').fill(recovery[0] ?? '')
  await inspect('step-up')
  await question.getByRole('button', { name: 'Confirm' }).click()
  await page.getByRole('dialog', { name: `Receipt: ${business}` }).waitFor()
  await press('Done')

  await openMenu('Account')
  await page.getByRole('region', { name: 'Second factor' }).getByText('9', { exact: true }).waitFor()

  expect(watched.errors.filter((error) => !/401/.test(error))).toEqual([])
  expect([...watched.hosts]).toEqual([new URL(stage.demo.url).host])
})

test('an administrator lets somebody in who has lost everything', async () => {
  stage.demo.command('user', 'remove-second-factor', '--email', email)
  await page.reload()
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await press('Sign in')
  await openMenu('Account')
  await page.getByText('Your second factor is off').waitFor()
})

/** Has the program refuse the next `operation` as it does for whoever signed in long ago. */
async function refuseOnce(operation: string) {
  const error = { message: 'Confirm that it is you.', extensions: { code: 'STEP_UP_REQUIRED' } }
  const documents = JSON.parse(await readFile('dist/documents.json', 'utf8')) as Record<string, string>
  let refused = false
  await page.route('**/graphql', async (route) => {
    const { documentId } = route.request().postDataJSON()
    if (refused || !documents[documentId]?.includes(`mutation ${operation}(`)) {
      await route.continue()
      return
    }
    refused = true
    await route.fulfill({ json: { data: null, errors: [error] } })
  })
}

async function openMenu(item: string) {
  await page.getByRole('button', { name: /^Account/ }).click()
  await page.getByRole('menuitem', { name: item }).click()
}

async function press(name: string) {
  await page.getByRole('button', { name, exact: true }).click()
}

async function inspect(screen: string) {
  await page.screenshot({ path: `${folder}/${screen}.png` })
  expect(await findViolations(page), screen).toEqual([])
}
