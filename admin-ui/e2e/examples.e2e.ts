import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findViolations, watch } from './browser'
import { approve, goToDialog, openDialog } from './dialog'
import { startExample, type Example } from './example'
import { freePort } from './program'
import { openStage, type Stage } from './stage'

const folder = 'e2e/screenshots/examples'

/** The examples that clients meet in a browser, and the line by which each tells that it is there. */
const examples = { html: /^Open http/, react: /ready in/ }

let stage: Stage
const started = new Map<string, Example>()

beforeAll(async () => {
  const ports = await Promise.all(Object.keys(examples).map(freePort))
  stage = await openStage(folder, { ALLOWED_ORIGINS: ports.map((port) => `http://localhost:${port}`).join() })
  const settings = {
    CAPICONNECT_KEY_FILE: path.join(stage.demo.data, 'examples.key'),
    CAPICONNECT_URL: stage.demo.url,
  }
  for (const [index, [name, isUp]] of Object.entries(examples).entries()) {
    started.set(name, await startExample(name, ports[index] as number, settings, isUp))
  }
}, 180_000)

afterAll(async () => {
  await Promise.all([...started.values()].map((example) => example.stop()))
  await stage.close()
})

/** Each is another client, and a business is connected for one alone. */
const clients = [
  ['html', 'Twin Peaks Hotels'],
  ['react', 'Dormant Dental Supplies'],
]

test.each(clients)('a client connects its business in examples/%s', async (name, business) => {
  const { page, context, watched } = await visit(name)
  const [connect] = await Promise.all([
    page.waitForEvent('popup'),
    page.getByRole('button', { name: 'Connect with Facebook' }).click(),
  ])
  await approve(await openDialog(connect, 'Connect with Facebook'), business, folder)
  await page.getByText(`${business} is connected.`).waitFor({ timeout: 60_000 })
  await page.screenshot({ path: `${folder}/${name}.png` })
  expect(await findViolations(page)).toEqual([])
  expect(watched.errors).toEqual([])
  await context.close()
})

test.each(clients)('a client whose browser opens no window connects in examples/%s', async (name, business) => {
  const { page, context } = await visit(name)
  await page.evaluate(() => {
    window.open = () => null
  })
  await page.getByRole('button', { name: 'Connect with Facebook' }).click()
  await page.getByRole('button', { name: 'Continue in this tab' }).click()
  await page.waitForURL(`${stage.demo.url}/connect?language=en`) // the token has left the address
  await page.getByRole('button', { name: 'Connect with Facebook', disabled: false }).click()
  await goToDialog(page, 'Continue in this tab')
  await approve(page, business, folder)
  await page.getByRole('heading', { name: `${business} is connected` }).waitFor({ timeout: 60_000 })
  await page.getByRole('link', { name: 'Back' }).click()
  await page.getByRole('heading', { name: 'Conversions' }).waitFor()
  expect(page.url()).toBe(urlOf(name))
  await context.close()
})

/** A client's browser with the example's page. */
async function visit(name: string) {
  const context = await stage.newContext()
  const watched = watch(context)
  const page = await context.newPage()
  await page.goto(urlOf(name))
  return { context, page, watched }
}

const urlOf = (name: string) => (started.get(name) as Example).url
