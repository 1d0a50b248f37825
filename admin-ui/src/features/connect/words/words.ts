import type { en } from './en'

/** All that the page says, in one language. What English says and another language lacks is an error of the types. */
export type Words = typeof en

/** A counted noun; languages without a singular say the same twice. */
export interface Counted {
  one: string
  other: string
}
