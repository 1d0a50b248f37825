import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findViolations, watch } from './browser'
import { openStage, type Stage } from './stage'

const folder = 'e2e/screenshots/keys'
let stage: Stage
let context: BrowserContext
let page: Page

beforeAll(async () => {
  stage = await openStage(folder)
  context = await stage.newContext()
  page = await context.newPage()
})

afterAll(() => stage.close())

test('a key is made, used, rotated without a gap, and revoked', async () => {
  const watched = watch(context)

  await page.goto(stage.demo.signInUrl)
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'API keys' }).click()
  await page.getByRole('row', { name: /Examples/ }).waitFor() // which every demo has for examples/
  await inspect('examples')

  await press('Create a key')
  await page.getByLabel('Name').fill('Backend')
  await page.getByLabel('Read businesses').check()
  await page.getByLabel('It works for').selectOption('30 days')
  await inspect('create')
  await page.getByRole('button', { name: 'Create', exact: true }).click()
  const first = await keepSecret('secret')
  await page.getByRole('row', { name: /Backend/ }).getByText('Read businesses').waitFor()
  expect(await call(first, '{ viewer { name scopes } }')).toEqual([
    200,
    { data: { viewer: { name: 'Backend', scopes: ['BUSINESSES_READ'] } } },
  ])
  const [status, refused] = await call(first, 'mutation { createOnboarding(input: {}) { token } }')
  expect([status, refused.errors?.[0]?.extensions.code], 'beyond its scopes').toEqual([200, 'FORBIDDEN'])

  await press('Rotate Backend')
  await page.getByLabel('The present secret works on for').selectOption('7 days')
  await press('Rotate')
  const second = await keepSecret('rotated')
  expect(second).not.toBe(first)
  await page.getByText('The former secret ends').waitFor()
  for (const secret of [first, second]) {
    expect((await call(secret, '{ viewer { name } }'))[0]).toBe(200)
  }
  await page.reload()
  await page.getByRole('row', { name: /Backend/ }).waitFor()
  expect(await page.content(), 'what was shown once').not.toMatch(/capi_[A-Za-z0-9_-]{10}/)
  await inspect('list')

  await press('Revoke Backend')
  await inspect('revoke')
  await press('Revoke')
  await page.getByText('The key works no more.').waitFor()
  await page.getByRole('row', { name: /Backend/ }).getByText('Revoked').waitFor()
  for (const secret of [first, second]) {
    expect((await call(secret, '{ viewer { name } }'))[0]).toBe(401)
  }

  expect(watched.errors).toEqual([])
  expect(watched.texts, 'documents that were not sent by id').toEqual([])
  expect([...watched.hosts]).toEqual([new URL(stage.demo.url).host])
})

interface Answer {
  data?: unknown
  errors?: { extensions: { code: string } }[]
}

/** What the API answers a program with this secret. */
async function call(secret: string, query: string): Promise<[status: number, answer: Answer]> {
  const response = await fetch(new URL('/graphql', stage.demo.url), {
    method: 'POST',
    headers: { Authorization: `Bearer ${secret}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ query }),
  })
  return [response.status, (await response.json()) as Answer]
}

/** Takes the secret that is shown, and closes the dialog. */
async function keepSecret(screen: string) {
  const field = page.getByRole('dialog').getByLabel('Secret', { exact: true })
  await field.waitFor()
  const secret = await field.inputValue()
  expect(secret).toMatch(/^capi_[A-Za-z0-9_-]{43}$/)
  await inspect(screen)
  await press('I have kept it')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  return secret
}

async function press(name: string) {
  await page.getByRole('button', { name, exact: true }).click()
}

async function inspect(screen: string) {
  await page.screenshot({ path: `${folder}/${screen}.png` })
  expect(await findViolations(page), screen).toEqual([])
}
