import { expect, test } from 'vitest'
import { languages } from '@/features/connect/languages'
import { en } from './en'

/** Every text under its path. */
function textsOf(value: unknown, path = ''): [string, string][] {
  return typeof value === 'string'
    ? [[path, value]]
    : Object.entries(value as object).flatMap(([key, inner]) => textsOf(inner, `${path}.${key}`))
}

const english = new Map(textsOf(en))
const placesOf = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([place]) => place).sort()
/** The same in some languages. */
const alike = new Set(['No', 'Problem'])

test.each(Object.keys(languages).filter((code) => code !== 'en'))('%s leaves nothing in English, and no place out', async (code) => {
  const texts = textsOf(await languages[code as keyof typeof languages].load())
  expect(texts.map(([path]) => path)).toEqual([...english.keys()])
  for (const [path, text] of texts) {
    const original = english.get(path) ?? ''
    expect(placesOf(text), path).toEqual(placesOf(original))
    expect(alike.has(text) || text !== original, `${path} is English: ${text}`).toBe(true)
  }
})
