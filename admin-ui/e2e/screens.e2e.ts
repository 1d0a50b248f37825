import { mkdirSync } from 'node:fs'
import type { RequestHandler } from 'msw'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { makeHandlers } from '@/test/handlers'
import { makeInstallation } from '@/test/installation'
import { findViolations, launch, watch } from './browser'
import { accessScreens } from './screens/access'
import { accountScreens } from './screens/account'
import { activityScreens } from './screens/activity'
import { businessScreens } from './screens/business'
import { businessesScreens } from './screens/businesses'
import { connectScreens } from './screens/connect'
import { datasetsScreens } from './screens/datasets'
import { overviewScreens } from './screens/overview'
import { jobsScreens } from './screens/jobs'
import { playgroundScreens } from './screens/playground'
import { readinessScreens } from './screens/readiness'
import { sessionScreens } from './screens/session'
import { settingsScreens } from './screens/settings'
import { setupScreens } from './screens/setup'
import { webhooksScreens } from './screens/webhooks'
import { serve } from './site'

const folder = 'e2e/screenshots/screens'
let handlers: RequestHandler[] = []
let browser: Browser
let site: Awaited<ReturnType<typeof serve>>

beforeAll(async () => {
  mkdirSync(folder, { recursive: true })
  browser = await launch()
  site = await serve(() => handlers)
})

afterAll(async () => {
  await browser.close()
  site.close()
})

const screens = [
  ...sessionScreens,
  ...accountScreens,
  ...overviewScreens,
  ...accessScreens,
  ...businessesScreens,
  ...businessScreens,
  ...datasetsScreens,
  ...activityScreens,
  ...webhooksScreens,
  ...jobsScreens,
  ...connectScreens,
  ...playgroundScreens,
  ...setupScreens,
  ...settingsScreens,
  ...readinessScreens,
]

test.each(screens)('$name: accessible, quiet and legible in light, dark and at 360 px', async (screen) => {
  const installation = makeInstallation({ sdkUrl: site.sdkUrl, ...screen.installation })
  handlers = [...(screen.overrides ?? []), ...makeHandlers(installation)]
  const context = await browser.newContext({ viewport: { width: 1280, height: 860 }, reducedMotion: 'reduce' })
  onTestFinished(() => context.close())
  const watched = watch(context)
  const page = await context.newPage()

  await page.goto(site.url + screen.path)
  await screen.act?.(page)
  await page.getByText(screen.shows).first().waitFor()
  expect(new URL(page.url()).hash, 'no secret stays in the address bar').toBe('')
  expect(await page.title()).toMatch(/^.+ · CAPI Connect$/)

  const violations: string[] = []
  for (const look of looks.filter(({ inspected }) => inspected || withPictures)) {
    await page.setViewportSize({ width: look.width, height: 860 })
    await page.emulateMedia({ colorScheme: look.scheme })
    await page.evaluate(settle)
    if (withPictures) {
      await page.screenshot({ path: `${folder}/${screen.name}-${look.name}.png`, fullPage: true })
    }
    if (look.inspected) {
      violations.push(...(await findViolations(page)).map((violation) => `${look.name}: ${violation}`))
    }
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
    expect(overflow, `${look.name} scrolls sideways`).toBeLessThanOrEqual(0)
  }
  expect(violations).toEqual([])
  expect(watched.errors.filter((error) => !screen.expected?.test(error))).toEqual([])
})

/** Waits until what has set off a change of the page's look has come to its end. */
async function settle() {
  for (let frames = 0; frames < 3; frames++) {
    await new Promise(requestAnimationFrame)
  }
  await Promise.allSettled(document.getAnimations().map(({ finished }) => finished))
}

/** `make screenshots` takes a picture of each screen in each look, which takes its time. */
const withPictures = process.env.SCREENSHOTS !== undefined

/** Each colour scheme and each layout is inspected once. */
const looks = [
  { name: 'light', scheme: 'light', width: 1280, inspected: false },
  { name: 'dark', scheme: 'dark', width: 1280, inspected: true },
  { name: '360', scheme: 'light', width: 360, inspected: true },
] as const
