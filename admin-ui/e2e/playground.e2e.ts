import type { BrowserContext, Page, Response } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findViolations, watch } from './browser'
import { openStage, type Stage } from './stage'

const folder = 'e2e/screenshots/playground'
const business = '9174002938475561' // Meridian Retail Group
const password = 'correct horse battery'
const ofPlayground = /\/[^/]*(?:workbench|monaco|graphiql|worker|playground)[^/]*$/
const ofWorkbench = /\/[^/]*(?:workbench|monaco-editor)[^/]*$/
let stage: Stage
let origin: string
let context: BrowserContext
let page: Page
let watched: ReturnType<typeof watch>
/** The id here of the business that is connected. */
let businessId: string
/** The operations that the page has sent. */
const sent: string[] = []
/** Files, before compression, that the admin app has loaded on its way to the list of businesses. */
const loaded = new Map<string, number>()

beforeAll(async () => {
  stage = await openStage(folder)
  origin = new URL(stage.demo.signInUrl).origin
  context = await newContext()
  page = await context.newPage()
})

afterAll(() => stage.close())

test('the rest of the admin loads nothing of the playground', async () => {
  page.on('response', async (response) => {
    const { pathname } = new URL(response.url())
    if (pathname.startsWith('/admin/assets/')) {
      loaded.set(pathname, (await response.body().catch(() => Buffer.of())).length)
    }
  })
  await page.goto(stage.demo.signInUrl)
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Businesses' }).click()
  await page.getByRole('table', { name: 'Businesses' }).waitFor()
  await page.waitForLoadState('networkidle')
  page.removeAllListeners('response')

  const files = [...loaded.keys()]
  expect(files.filter((file) => ofPlayground.test(file))).toEqual([])
  const sum = (ending: string) =>
    [...loaded].reduce((total, [file, size]) => total + (file.endsWith(ending) ? size : 0), 0)
  expect(sum('.js'), 'bytes of JavaScript').toBeLessThan(700_000)
  expect(sum('.css'), 'bytes of CSS').toBeLessThan(140_000)
})

test('a visitor signs in and comes back', async () => {
  const set = await context.request.post(`${origin}/auth/password`, { data: { password } })
  expect(set.status()).toBe(204)
  const stranger = await newContext()
  const other = await stranger.newPage()
  const requests: string[] = []
  other.on('request', (request) => requests.push(request.url()))

  await other.goto(`${origin}/admin/playground`)
  await other.getByLabel('E-mail').fill('admin@example.com')
  expect(requests.filter((url) => ofWorkbench.test(url)), 'the editor is for the signed-in').toEqual([])
  await other.getByLabel('Password', { exact: true }).fill(password)
  await other.getByRole('button', { name: 'Sign in' }).click()

  await other.getByRole('heading', { level: 1, name: 'Playground' }).waitFor()
  expect(new URL(other.url()).pathname).toBe('/admin/playground')
  await expect.poll(() => requests.filter((url) => ofWorkbench.test(url)), { timeout: 20_000 }).not.toEqual([])
  await stranger.close()
})

test('staff looks around, and read-only holds back what changes something', async () => {
  watched = watch(context)
  page.on('request', (request) => {
    if (request.url().endsWith('/graphql')) {
      sent.push(String((request.postDataJSON() as { operationName?: string }).operationName))
    }
  })

  const [document] = await Promise.all([
    page.waitForResponse((response) => response.url().endsWith('/admin/playground')),
    page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Playground' }).click(),
  ])
  const policy = String(document.headers()['content-security-policy']).split('; ')
  expect(policy).toContain("script-src 'self'")
  expect(policy).toContain("worker-src 'self'")
  expect(policy).toContain("require-trusted-types-for 'script'")
  await button('Run').waitFor()
  const files = await page.evaluate(() => performance.getEntriesByType('resource').map((entry) => entry.name))
  expect(files.filter((file) => ofPlayground.test(file)), 'files of the playground').not.toEqual([])
  await expect.poll(() => page.workers().length, { timeout: 20_000 }).toBeGreaterThan(0)
  expect(page.workers().map((worker) => new URL(worker.url()).origin)).toEqual(page.workers().map(() => origin))
  await inspect('start')

  const { businesses } = await run('ListBusinesses')
  await answer().getByText('"totalCount"').first().waitFor()
  for (const relation of ['ownedDatasets', 'sharedDatasets']) {
    const counts = businesses.edges.map(({ node }: { node: Record<string, { totalCount: number }> }) => node[relation]?.totalCount)
    expect(Math.max(...counts), `the most ${relation}`).toBeGreaterThan(0)
  }
  expect(sent).toContain('IntrospectionQuery')
  await inspect('answer')

  await button('Create an onboarding').click()
  await button('Run').click()
  await page.getByRole('alert').getByText('Not sent: read-only is on.').waitFor()
  expect(sent, 'mutations sent while read-only is on').not.toContain('CreateOnboarding')
  await inspect('refused')
})

test('an onboarding is completed with a code, and watched meanwhile', async () => {
  await button('Turn read-only off').click()
  await page.getByText('Read-only is off. What you run changes real data, here and in the sandbox.').waitFor()
  const created = await run('CreateOnboarding')
  expect(created.createOnboarding.token).toMatch(/^onb_/)
  const onboardingId: string = created.createOnboarding.onboarding.id

  await button('Watch an onboarding').click()
  await setVariables('{"id":')
  await button('Run').click()
  await answer().getByText('Request not sent. Variables').waitFor()
  await setVariables(JSON.stringify({ id: onboardingId }))
  await button('Run').click()
  await page.getByText('Live, 1 event so far').waitFor()
  await events().first().getByText('OPEN', { exact: true }).waitFor()

  await button('Complete an onboarding with a code').click()
  await setVariables(JSON.stringify({ input: { code: await takeCode(), onboardingId } }))
  const completing = answerTo('CompleteOnboarding')
  await button('Run').click()
  await button('Watch an onboarding Live').click()
  await events().first().getByText('COMPLETED', { exact: true }).waitFor({ timeout: 60_000 })
  expect(await events().count(), 'events, from open to completed').toBeGreaterThan(1)
  await inspect('watched')
  await button('Stop').click()
  await page.getByText(/You have stopped it/).waitFor()

  const { completeOnboarding } = await completing
  expect(completeOnboarding).toMatchObject({
    onboarding: { status: 'COMPLETED' },
    business: { name: 'Meridian Retail Group', ownedDatasets: { totalCount: 1250 } },
    userErrors: [],
  })
  await page.getByRole('button', { name: /^Complete an onboarding with a code/ }).click()
  await answer().getByText('"COMPLETED"').waitFor()
  await page.getByText(/Answered in \d+ ms/).waitFor()
  await inspect('completed')
  businessId = completeOnboarding.business.id
})

test('the business is disconnected, with a receipt', async () => {
  await button('Disconnect a business').click()
  await setVariables(JSON.stringify({ input: { businessId, reason: 'Tried in the playground' } }))
  const { revokeConnection } = await run('Disconnect')
  expect(revokeConnection).toMatchObject({
    business: { status: 'DISCONNECTED' },
    receipt: { outcome: 'REVOKED', verified: true },
    userErrors: [],
  })
  await inspect('disconnected')
})

// The descriptions come by way of innerHTML, which the policy forbids to strings.
test('the schema is explained', async () => {
  await page.getByRole('tab', { name: 'Schema' }).click()
  await page.getByRole('link', { name: 'Mutation' }).click()
  await page.getByText('Turns the single-use code of Facebook Login for Business').waitFor()
  await page.getByRole('region', { name: 'Documentation Explorer' }).getByRole('link', { name: 'revokeConnection', exact: true }).click()
  await page.getByText('asks Meta for the proof and wipes it').waitFor()
  await inspect('schema')
  await page.getByRole('tab', { name: 'Operations' }).click()
})

test('the keyboard leads into the editor, to a suggestion, out of it, and on', async () => {
  await button('Write your own').click()
  const document = page.getByRole('group', { name: 'Document' })
  await paste('Document', '{ viewer { nam } }')
  for (let i = 0; i < 4; i++) {
    await page.keyboard.press('ArrowLeft')
  }
  await page.keyboard.press('Control+Space')
  await page.locator('[role=option].focused', { hasText: 'name' }).waitFor()
  await inspect('suggestions')
  await page.keyboard.press('Enter')
  await expect.poll(() => document.innerText()).toMatch(/viewer\s{\sname\s}/)
  await page.keyboard.press('ControlOrMeta+Enter')
  await page.getByText(/Answered in \d+ ms/).waitFor()
  await answer().getByText('"admin@example.com"').waitFor()
  await page.keyboard.press('Escape')
  await expect.poll(() => document.evaluate((element) => element === element.ownerDocument.activeElement)).toBe(true)
  await page.keyboard.press('Tab')
  expect(await page.getByRole('group', { name: 'Variables' }).evaluate((it) => it === it.ownerDocument.activeElement)).toBe(
    true,
  )
  await button('Format').click()
  await document.getByText('viewer').waitFor()
})

test('the editor follows the theme', async () => {
  const ground = () => page.locator('.monaco-editor').first().evaluate((element) => getComputedStyle(element).backgroundColor)
  await page.getByRole('button', { name: /Account/ }).click()
  await page.getByRole('menuitemradio', { name: 'Dark' }).click()
  await expect.poll(ground).toBe('rgb(28, 37, 44)')
  await page.keyboard.press('Escape')
  await inspect('dark')
  await page.getByRole('button', { name: /Account/ }).click()
  await page.getByRole('menuitemradio', { name: 'Light' }).click()
  await expect.poll(ground).toBe('rgb(255, 255, 255)')
  await page.keyboard.press('Escape')
})

test('nobody else was asked, and nothing was forbidden or failed', async () => {
  expect(watched.errors).toEqual([])
  expect(await page.evaluate(() => (window as unknown as { violations: string[] }).violations)).toEqual([])
  expect([...watched.hosts]).toEqual([new URL(origin).host])
})

test('what was typed is kept for a while, and forgotten with the session', async () => {
  await page.getByRole('button', { name: /^Write your own/ }).click()
  await paste('Document', 'query Kept { viewer { role } }')
  const kept = () => page.evaluate(() => JSON.stringify({ ...sessionStorage }))
  await expect.poll(kept).toMatch(/tabState[^]*query Kept/)

  await page.reload()
  await page.getByRole('group', { name: 'Document' }).getByText('Kept').waitFor()
  expect(await page.getByRole('switch', { name: 'Read-only' }).isChecked(), 'read-only is on again').toBe(true)

  await page.getByRole('button', { name: /Account/ }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
  expect(await kept()).not.toContain('query Kept')
})

function button(name: string) {
  return page.getByRole('button', { name, exact: true })
}

function answer() {
  return page.getByRole('region', { name: 'Answer' })
}

function events() {
  return page.getByRole('list', { name: 'Events' }).getByRole('listitem')
}

/** Runs the operation in the editor; returns what the API has answered. */
async function run(name: string) {
  const [data] = await Promise.all([answerTo(name), button('Run').click()])
  await page.getByText(/Answered in \d+ ms/).waitFor()
  return data
}

async function answerTo(name: string) {
  const isAnswer = (one: Response) => one.request().postData()?.includes(`"operationName":"${name}"`) ?? false
  return (await (await page.waitForResponse(isAnswer, { timeout: 60_000 })).json()).data
}

async function setVariables(variables: string) {
  await paste('Variables', variables)
  await page.keyboard.press('Escape')
}

/** In place of all that stands in an editor. Typed text would be helped along with brackets and quotes. */
async function paste(editor: string, text: string) {
  const group = page.getByRole('group', { name: editor })
  await page.evaluate((copied) => navigator.clipboard.writeText(copied), text)
  await group.press('Enter')
  await page.keyboard.press('ControlOrMeta+A')
  await page.keyboard.press('ControlOrMeta+V')
  const solid = (spaced: string) => spaced.replaceAll(/\s/g, '')
  await expect.poll(async () => solid(await group.locator('.view-lines').innerText())).toContain(solid(text).slice(0, 16))
}

/** As the page says that one comes by a code; not by way of the page, which speaks to its own host only. */
async function takeCode() {
  const command = await page.getByText(/curl .*_sandbox\/codes/).first().innerText()
  const url = /http\S+codes/.exec(command)?.[0] ?? ''
  const response = await context.request.post(url, { data: { businessId: business } })
  return ((await response.json()) as { code: string }).code
}

/** A context whose pages keep what the policy has forbidden them. */
async function newContext() {
  const fresh = await stage.newContext()
  await fresh.grantPermissions(['clipboard-read', 'clipboard-write'], { origin })
  await fresh.addInitScript(() => {
    const violations: string[] = []
    Object.assign(window, { violations })
    addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sample }) =>
      violations.push(`${violatedDirective} ${blockedURI} ${sample}`),
    )
  })
  return fresh
}

async function inspect(screen: string) {
  await page.screenshot({ path: `${folder}/${screen}.png`, fullPage: true })
  expect(await findViolations(page), screen).toEqual([])
}
