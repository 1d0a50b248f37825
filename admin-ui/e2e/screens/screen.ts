import type { RequestHandler } from 'msw'
import type { Page } from 'playwright-core'
import type { Installation } from '@/test/installation'

/** A screen in one of its states, and how to get there. */
export interface Screen {
  name: string
  path: string
  installation?: Partial<Installation>
  /** Answers that differ from the installation's. */
  overrides?: RequestHandler[]
  /** What is done before the screen stands. */
  act?: (page: Page) => Promise<void>
  /** A text by which it is known to stand. */
  shows: string
  /** Messages of the browser that belong to the state. */
  expected?: RegExp
}
