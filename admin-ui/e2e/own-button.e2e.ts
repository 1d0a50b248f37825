import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findViolations, watch } from './browser'
import { approve, openDialog } from './dialog'
import { servePartner, type PartnerSite } from './partner'
import { openStage, type Stage } from './stage'

const folder = 'e2e/screenshots/own-button'
const button = 'Connect with Facebook'
/** The partner's site, another one that may call the program, and one that may not. */
let partner: PartnerSite, other: PartnerSite, stranger: PartnerSite
let stage: Stage
let key: string

beforeAll(async () => {
  partner = await servePartner('html/own-button.html')
  other = await servePartner('html/own-button.html')
  stranger = await servePartner('html/own-button.html')
  stage = await openStage(folder, { ALLOWED_ORIGINS: `${partner.origin},${other.origin}` })
  key = stage.demo.command('api-key', 'create', '--name', 'p', '--scopes', 'businesses:read,onboardings:write')
})

afterAll(async () => {
  await stage.close()
  for (const site of [partner, other, stranger]) {
    site.close()
  }
})

test('a client changes its mind, and then connects its business by two calls from the partner’s page', async () => {
  const onboarding = await invite(partner)
  const { page, watched, calls, close } = await open(partner)
  expect(new URL(stage.demo.url).origin, 'the page is on another origin').not.toBe(partner.origin)
  await ready(page)
  await inspect(page, 'ready')

  const cancelled = await openDialog(page, button)
  await cancelled.getByRole('button', { name: 'Cancel' }).click()
  await page.getByText('Nothing was shared').waitFor()

  await approve(await openDialog(page, button), 'Twin Peaks Hotels', folder)
  await page.getByText('Twin Peaks Hotels is connected.').waitFor({ timeout: 60_000 })
  await inspect(page, 'connected')
  expect(calls).toEqual(['LoginConfiguration', 'CompleteOnboarding'])
  expect(watched.errors).toEqual([])
  expect(await find(onboarding.id)).toMatchObject({ status: 'COMPLETED', business: { name: 'Twin Peaks Hotels' } })
  await close()
})

test('a token that was used connects nothing more', async () => {
  const onboarding = await invite(partner)
  const first = await open(partner)
  await approve(await openDialog(first.page, button), 'Dormant Dental Supplies', folder)
  await first.page.getByText('Dormant Dental Supplies is connected.').waitFor({ timeout: 60_000 })
  await first.close()

  const second = await open(partner)
  await approve(await openDialog(second.page, button), 'Meridian Retail Group', folder)
  await second.page.getByText('has already succeeded').waitFor()
  expect(await find(onboarding.id)).toMatchObject({ business: { name: 'Dormant Dental Supplies' } })
  expect(await connected('Meridian')).toBe(0)
  await second.close()
})

test('a page that is not listed cannot call, though it has a token that is good anywhere', async () => {
  const onboarding = await invite(stranger, { allowedOrigin: null })
  const { page, watched, close } = await open(stranger)
  await page.getByRole('link', { name: 'Connect on another page' }).waitFor()
  expect(await page.getByRole('button', { name: button, disabled: true }).isVisible()).toBe(true)
  expect(watched.errors.join(), 'the browser says why').toContain('has been blocked by CORS policy')
  await close()
  await expectReady(partner, onboarding) // the very token, on a page that is listed
})

test('a listed page that holds another’s token is refused by the program', async () => {
  const onboarding = await invite(other, { allowedOrigin: partner.origin })
  const { page, close } = await open(other)
  await page.getByText('The onboarding token belongs to another web origin.').waitFor()
  await inspect(page, 'refused')
  const sent = await page.evaluate(
    async ([url, token]) => {
      const query = 'mutation { completeOnboarding(input: {code: "stolen"}) { userErrors { code } } }'
      const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' }
      const response = await fetch(`${url}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query }) })
      return response.status
    },
    [stage.demo.url, onboarding.token],
  )
  expect(sent, 'nor does it help to leave the button out').toBe(403)
  expect(await find(onboarding.id)).toMatchObject({ status: 'OPEN', business: null })
  await close()

  await expectReady(partner, onboarding) // the very token, where it belongs
})

test('where Facebook’s script is blocked, the client goes on at the hosted page', async () => {
  await invite(partner)
  const { page, close } = await open(partner, '**/sdk.js')
  await page.getByRole('link', { name: 'Connect on another page' }).click()
  await page.getByRole('heading', { name: 'Facebook’s login script is blocked' }).waitFor()
  await page.getByRole('button', { name: 'Continue in this tab' }).waitFor()
  await close()
})

/** Prepares an onboarding as the partner's backend; `site` hands it to whoever comes there. */
async function invite(site: PartnerSite, input: object = { allowedOrigin: site.origin }) {
  const query = `mutation Invite($input: CreateOnboardingInput!) {
    createOnboarding(input: $input) { token onboarding { id connectUrl } }
  }`
  const { createOnboarding } = await ask<{
    createOnboarding: { token: string; onboarding: { id: string; connectUrl: string } }
  }>(query, { input })
  const { token, onboarding } = createOnboarding
  const invitation = { api: `${stage.demo.url}/graphql`, token, ...onboarding }
  site.hand(invitation)
  return invitation
}

async function find(id: string) {
  const query = 'query Find($id: ID!) { onboarding(id: $id) { status business { name } } }'
  return (await ask<{ onboarding: { status: string; business: { name: string } | null } }>(query, { id })).onboarding
}

async function connected(search: string) {
  const query = 'query Connected($search: String!) { businesses(filter: { search: $search }) { totalCount } }'
  return (await ask<{ businesses: { totalCount: number } }>(query, { search })).businesses.totalCount
}

/** What the partner's backend asks. */
async function ask<T>(query: string, variables: object) {
  const response = await fetch(`${stage.demo.url}/graphql`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  })
  const { data, errors } = (await response.json()) as { data: T; errors?: unknown }
  expect(errors, query).toBeUndefined()
  return data
}

/** A client's browser on a partner's page, with what it calls; `blocked` is what an ad blocker holds back. */
async function open(site: PartnerSite, blocked?: string) {
  const context = await stage.newContext()
  if (blocked) {
    await context.route(blocked, (route) => route.abort('blockedbyclient'))
  }
  const watched = watch(context)
  const calls: string[] = []
  const page = await context.newPage()
  page.on('request', (request) => {
    if (request.url() === `${stage.demo.url}/graphql` && request.method() === 'POST') {
      calls.push(/\w+ (\w+)/.exec(String(request.postDataJSON().query))?.[1] ?? '')
    }
  })
  await page.goto(site.origin)
  return { page, watched, calls, close: () => context.close() }
}

/** The button can be pressed by whoever comes to `site` with an invitation. */
async function expectReady(site: PartnerSite, invitation: Awaited<ReturnType<typeof invite>>) {
  site.hand(invitation)
  const { page, close } = await open(site)
  await ready(page)
  await close()
}

async function ready(page: Page) {
  await page.getByRole('button', { name: button, disabled: false }).waitFor()
}

async function inspect(page: Page, screen: string) {
  await page.screenshot({ path: `${folder}/${screen}.png` })
  expect(await findViolations(page), screen).toEqual([])
}
