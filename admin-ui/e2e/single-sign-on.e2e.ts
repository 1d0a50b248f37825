import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findViolations, watch } from './browser'
import { clientId, clientSecret, startProvider } from './provider'
import { openStage, type Stage } from './stage'

const folder = 'e2e/screenshots/single-sign-on'
const admin = { sub: 'a-1', email: 'admin@example.com' }
const stranger = { sub: 's-1', email: 'stranger@example.com' }
let provider: Awaited<ReturnType<typeof startProvider>>
let stage: Stage

beforeAll(async () => {
  provider = await startProvider([admin, stranger])
  stage = await openStage(folder, {
    OIDC_ISSUER: provider.issuer,
    OIDC_CLIENT_ID: clientId,
    OIDC_CLIENT_SECRET: clientSecret,
  })
})

afterAll(async () => {
  await stage.close()
  provider.close()
})

test('while the provider is away the page says so and keeps the password; when it is back, staff come in', async () => {
  const { page, watched, close } = await open()

  await page.goto(`${stage.demo.url}/admin/businesses?q=bean`)
  await pressSingleSignOn(page)
  await page.getByText('Single sign-on cannot be reached right now.').waitFor()
  await page.getByLabel('E-mail').waitFor()
  await inspect(page, 'unreachable')

  provider.open()
  await expect
    .poll(
      async () => {
        await Promise.all([page.waitForEvent('domcontentloaded'), pressSingleSignOn(page)])
        return new URL(page.url()).origin
      },
      { interval: 1000, timeout: 20_000 },
    )
    .toBe(provider.issuer)
  await page.getByRole('link', { name: admin.email }).click()

  await page.getByRole('heading', { name: 'Businesses' }).waitFor()
  expect(page.url(), 'where the visitor wanted to go').toBe(`${stage.demo.url}/admin/businesses?q=bean`)
  await page.getByRole('button', { name: `Account: ${admin.email}` }).waitFor()
  await inspect(page, 'signed-in')
  const [session, ...others] = await page.context().cookies(stage.demo.url)
  expect(others, 'what is left of the sign-in').toEqual([])
  expect(session).toMatchObject({ name: 'sid', sameSite: 'Strict', httpOnly: true })
  expect(watched.errors.filter((error) => !error.includes('401'))).toEqual([])
  await close()
})

test('what cannot be made good asks for a fresh proof, which the provider can give', async () => {
  const { page, close } = await open()
  await page.goto(`${stage.demo.url}/admin/account`)
  await pressSingleSignOn(page)
  await page.getByRole('link', { name: admin.email }).click()

  await page.getByRole('button', { name: 'Set up' }).click()
  await page.getByRole('dialog', { name: 'Confirm that it is you' }).waitFor()
  const confirm = page.getByRole('link', { name: 'Confirm with single sign-on' })
  await confirm.waitFor()
  await inspect(page, 'confirm')
  await confirm.click()
  await page.getByRole('link', { name: admin.email }).click()

  await page.getByRole('button', { name: 'Set up' }).click()
  await page.getByRole('img', { name: 'QR code for your authenticator app' }).waitFor()
  expect(page.url(), 'where it was asked').toBe(`${stage.demo.url}/admin/account`)
  await close()
})

test('somebody without an account is told whom to ask', async () => {
  const { page, close } = await open()

  await page.goto(`${stage.demo.url}/admin/`)
  await page.getByRole('link', { name: 'Continue with single sign-on' }).waitFor()
  await inspect(page, 'sign-in')
  await pressSingleSignOn(page)
  await page.getByRole('link', { name: stranger.email }).click()

  await page.getByText('There is no account for you here. Ask an administrator').waitFor()
  expect(page.url(), 'the code and the state left the address bar').not.toMatch(/code|state/)
  await inspect(page, 'no-account')
  await close()
})

function pressSingleSignOn(page: Page) {
  return page.getByRole('link', { name: 'Continue with single sign-on' }).click()
}

async function open() {
  const context = await stage.newContext()
  return { page: await context.newPage(), watched: watch(context), close: () => context.close() }
}

async function inspect(page: Page, screen: string) {
  await page.getByRole('main').waitFor()
  await page.screenshot({ path: `${folder}/${screen}.png` })
  expect(await findViolations(page), screen).toEqual([])
}
