import { mkdirSync } from 'node:fs'
import type { BrowserContextOptions } from 'playwright-core'
import { expect } from 'vitest'
import { launch } from './browser'
import { startDemo } from './program'

export type Stage = Awaited<ReturnType<typeof openStage>>

/** The demo of the real program, started with `settings` besides, and a browser; pictures go into `folder`. */
export async function openStage(folder: string, settings?: Record<string, string>) {
  mkdirSync(folder, { recursive: true })
  const demo = await startDemo(settings)
  const browser = await launch()
  return {
    demo,
    /** Somebody's browser: nobody is signed in. */
    newContext: (options?: BrowserContextOptions) =>
      browser.newContext({ viewport: { width: 1280, height: 860 }, reducedMotion: 'reduce', ...options }),
    async close() {
      await browser.close()
      expect(await demo.stop(), 'exit status after SIGTERM').toBe(0)
    },
  }
}
