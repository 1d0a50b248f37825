import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findViolations, watch } from './browser'
import { approve, openDialog } from './dialog'
import { openStage, type Stage } from './stage'

const folder = 'e2e/screenshots/journey'
/** The business of the sandbox that has more datasets than fit on a page. */
const name = 'Meridian Retail Group'
let stage: Stage
let context: BrowserContext
let page: Page

beforeAll(async () => {
  stage = await openStage(folder)
  context = await stage.newContext()
  page = await context.newPage()
})

afterAll(() => stage.close())

test('a business is connected with Facebook, looked at and disconnected', async () => {
  const watched = watch(context)

  await page.goto(stage.demo.signInUrl)
  await page.getByRole('heading', { name: 'Overview' }).waitFor()
  expect(page.url(), 'the one-time token left the address bar').not.toContain('link=')
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Businesses' }).click()
  await page.getByRole('table', { name: 'Businesses' }).waitFor()
  await inspect('businesses')

  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Connect', exact: true }).click()
  await page.getByRole('button', { name: 'Connect with Facebook', disabled: false }).waitFor()
  await inspect('connect')

  const declined = await openDialog(page, 'Connect with Facebook')
  const sandbox = new URL(declined.url()).host
  await declined.getByRole('button', { name: 'Cancel' }).click()
  await page.getByText('Nothing was shared').waitFor()
  await inspect('declined')

  const dialog = await openDialog(page, 'Try again')
  await approve(dialog, name, folder)
  await page.getByRole('heading', { name: `${name} is connected` }).waitFor({ timeout: 60_000 })
  await inspect('connected')

  await page.getByRole('link', { name: 'Open business' }).click()
  await page.getByRole('heading', { level: 1, name }).waitFor()
  await page.getByRole('tab', { name: 'Owned 1,250' }).waitFor()
  await inspect('business')
  await page.getByRole('button', { name: 'Next' }).click()
  await page.waitForURL(/[?&]after=/)
  await page.getByRole('tab', { name: 'Shared 3' }).click()
  await page.getByRole('table', { name: 'Shared datasets' }).waitFor()
  await inspect('business-shared')

  await page.getByRole('button', { name: 'Check' }).click()
  await page.getByText('Meta confirms that the connection works.').waitFor()

  await page.getByRole('button', { name: 'Disconnect' }).click()
  const confirmation = page.getByRole('dialog')
  await confirmation.getByLabel('Reason (optional)').fill('End of the journey')
  await inspect('disconnect')
  await confirmation.getByRole('button', { name: 'Disconnect' }).click()
  await page
    .getByRole('dialog', { name: `Receipt: ${name}` })
    .getByText('Meta revoked the token')
    .waitFor()
  await inspect('receipt')
  await page.getByRole('button', { name: 'Done' }).click()
  await page.getByRole('heading', { level: 1, name: 'Disconnected' }).waitFor()
  await page.getByRole('region', { name: 'Disconnection receipt' }).waitFor()
  await inspect('disconnected')

  expect(watched.errors).toEqual([])
  expect(watched.texts, 'documents that were not sent by id').toEqual([])
  expect([...watched.hosts].sort()).toEqual([new URL(stage.demo.signInUrl).host, sandbox].sort())
})

test('a client connects its business with an onboarding link', async () => {
  const link = await invite()
  const stranger = await stage.newContext()
  const watched = watch(stranger)
  const client = await stranger.newPage()

  await client.goto(link)
  await client.getByRole('button', { name: 'Connect with Facebook', disabled: false }).waitFor()
  expect(new URL(client.url()).hash, 'the onboarding token left the address bar').toBe('')
  await inspect('client', client)

  await approve(await openDialog(client, 'Connect with Facebook'), 'Twin Peaks Hotels', folder)
  await client.getByRole('heading', { name: 'Twin Peaks Hotels is connected' }).waitFor({ timeout: 60_000 })
  await client.getByText('Support code').waitFor()
  expect(await client.getByRole('link').count(), 'ways into the admin').toBe(0)
  await inspect('client-connected', client)

  expect(watched.errors).toEqual([])
  expect(watched.texts, 'documents that were not sent by id').toEqual([])
  await stranger.close()
})

test('pages of another build, whose ids the program does not know, work as well', async () => {
  const link = await invite()
  const stranger = await stage.newContext()
  const watched = watch(stranger)
  await stranger.route('**/graphql', (route) => {
    const postData = route.request().postData()?.replace(/sha256:[0-9a-f]{64}/, `sha256:${'0'.repeat(64)}`)
    return route.continue({ postData })
  })
  const client = await stranger.newPage()

  await client.goto(link)
  await approve(await openDialog(client, 'Connect with Facebook'), 'Dormant Dental Supplies', folder)
  await client.getByRole('heading', { name: 'Dormant Dental Supplies is connected' }).waitFor({ timeout: 60_000 })

  const exchanges = watched.texts.filter((text) => text.includes('mutation CompleteOnboarding'))
  expect(exchanges, 'the code was sent once as text').toHaveLength(1)
  await stranger.close()
})

test('a used sign-in link is refused with a way on', async () => {
  const stranger = await stage.newContext()
  const other = await stranger.newPage()

  await other.goto(stage.demo.signInUrl)
  await other.getByText('This link did not work').waitFor()
  await other.getByRole('button', { name: 'Use e-mail and password' }).click()
  await other.getByLabel('E-mail').waitFor()

  await stranger.close()
})

/** Prepares an onboarding as the signed-in member of staff; returns the link to send to the client. */
async function invite() {
  const query = 'mutation Invite { createOnboarding(input: {}) { token onboarding { connectUrl } } }'
  const response = await context.request.post(new URL('/graphql', stage.demo.signInUrl).href, { data: { query } })
  const { token, onboarding } = (await response.json()).data.createOnboarding
  return `${onboarding.connectUrl}#${token}`
}

async function inspect(screen: string, inspected = page) {
  await inspected.screenshot({ path: `${folder}/${screen}.png` })
  expect(await findViolations(inspected), screen).toEqual([])
}
