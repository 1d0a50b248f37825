import { Fragment, type ReactNode } from 'react'
import { useAudience } from './audience'
import type { Counted } from './words/words'

const places = /\{(\w+)\}/

/** A text with something in the place of each `{…}`. */
export function fill(text: string, values: Record<string, ReactNode>) {
  return text.split(places).map((part, at) => (at % 2 === 0 ? part : <Fragment key={at}>{values[part]}</Fragment>))
}

/** Puts numbers into words, in the language of the page. */
export function useCount() {
  const { language } = useAudience()
  return (n: number, { one, other }: Counted) =>
    (new Intl.PluralRules(language).select(n) === 'one' ? one : other).replace('{n}', n.toLocaleString(language))
}

/** Puts a moment into words: date and time in the reader's zone, in the language of the page. */
export function useTime() {
  const { language } = useAudience()
  return (iso: string) => new Date(iso).toLocaleString(language, { dateStyle: 'medium', timeStyle: 'short' })
}
