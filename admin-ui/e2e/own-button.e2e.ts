import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findViolations, watch } from './browser'
import { approve, openDialog } from './dialog'
import { openInviter, type Inviter } from './inviter'
import { openSite, type Site } from './partner'
import { ask } from './sandbox'
import { openStage, type Stage } from './stage'

const folder = 'e2e/screenshots/own-button'
const button = 'Connect with Facebook'
/** The partner's site, another one that may call the program, and one that may not. */
let partner: Site, other: Site, stranger: Site
let stage: Stage
let inviter: Inviter

beforeAll(async () => {
  partner = await openSite()
  other = await openSite()
  stranger = await openSite()
  stage = await openStage(folder, { ALLOWED_ORIGINS: `${partner.origin},${other.origin}` })
  const example = readFileSync('../examples/html/own-button.html', 'utf8').replace('{{base}}', stage.demo.url)
  for (const site of [partner, other, stranger]) {
    site.pages['/'] = example
  }
  inviter = await openInviter(stage)
})

afterAll(async () => {
  for (const site of [partner, other, stranger]) {
    site.close()
  }
  await stage.close()
})

test('a client changes its mind, and then connects its business by two calls from the partner’s page', async () => {
  const { id, token } = await inviter.invite({ allowedOrigin: partner.origin })
  const { page, watched, calls, close } = await open(partner, token)
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
  expect(await inviter.find(id)).toMatchObject({ status: 'COMPLETED', business: { name: 'Twin Peaks Hotels' } })
  await close()
})

test('a token that was used connects nothing more', async () => {
  const { id, token } = await inviter.invite({ allowedOrigin: partner.origin })
  const first = await open(partner, token)
  await approve(await openDialog(first.page, button), 'Dormant Dental Supplies', folder)
  await first.page.getByText('Dormant Dental Supplies is connected.').waitFor({ timeout: 60_000 })
  await first.close()

  const second = await open(partner, token)
  await approve(await openDialog(second.page, button), 'Meridian Retail Group', folder)
  await second.page.getByText('has already succeeded').waitFor()
  expect(await inviter.find(id)).toMatchObject({ business: { name: 'Dormant Dental Supplies' } })
  expect(await count('Meridian'), 'businesses of the second grant').toBe(0)
  expect(await count('Dormant'), 'businesses of the first').toBe(1)
  await second.close()
})

test('a page that is not listed cannot call, though its token is good anywhere', async () => {
  const { token } = await inviter.invite()
  const { page, watched, close } = await open(stranger, token)
  await page.getByRole('link', { name: 'Connect on another page' }).waitFor()
  expect(await page.getByRole('button', { name: button, disabled: true }).isVisible()).toBe(true)
  expect(watched.errors.join(), 'the browser says why').toContain('has been blocked by CORS policy')
  await close()
  await expectReady(partner, token) // which is listed
})

test('a listed page that holds the token of another one is refused by the program', async () => {
  const { id, token } = await inviter.invite({ allowedOrigin: partner.origin })
  const { page, close } = await open(other, token)
  await page.getByText('The onboarding token belongs to another web origin.').waitFor()
  await inspect(page, 'refused')
  expect(await page.evaluate(complete, [stage.demo.url, token]), 'nor does it help to leave the button out').toBe(403)
  expect(await inviter.find(id)).toEqual({ status: 'OPEN', business: null })
  await close()
  await expectReady(partner, token) // whose it is
})

test('where Facebook’s script is blocked, the client goes on at the hosted page', async () => {
  const { token } = await inviter.invite({ allowedOrigin: partner.origin })
  const { page, close } = await open(partner, token, '**/sdk.js')
  await page.getByRole('link', { name: 'Connect on another page' }).click()
  await page.getByRole('heading', { name: 'Facebook’s login script is blocked' }).waitFor()
  await page.getByRole('button', { name: 'Continue in this tab' }).waitFor()
  await close()
})

/** In a page: gives away a code of its own; the status of the answer. */
async function complete([url, token]: string[]) {
  const query = 'mutation { completeOnboarding(input: {code: "stolen"}) { userErrors { code } } }'
  const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' }
  const response = await fetch(`${url}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query }) })
  return response.status
}

async function count(search: string) {
  const query = 'query Count($search: String!) { businesses(filter: { search: $search }) { totalCount } }'
  const found = await ask<{ businesses: { totalCount: number } }>(inviter.context, stage.demo.url, query, { search })
  return found.businesses.totalCount
}

/** A client's browser at a site that hands it the token, with what it calls; `blocked` is what an ad blocker holds back. */
async function open(site: Site, token: string, blocked?: string) {
  site.answers['/onboarding'] = (_, response) => {
    response.setHeader('Content-Type', 'application/json')
    response.end(JSON.stringify({ token }))
  }
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

/** The button can be pressed by whoever comes to `site` with the token. */
async function expectReady(site: Site, token: string) {
  const { page, close } = await open(site, token)
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
