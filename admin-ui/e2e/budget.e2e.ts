import { readdirSync, readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'

/** How many bytes of JavaScript, gzip, a document may load before it stands. */
const budgets = { 'index.html': 180_000, 'connect.html': 60_000 }

test.each(Object.entries(budgets))('%s loads at most %i bytes of JavaScript before it stands', (document, budget) => {
  const html = readFileSync(`dist/${document}`, 'utf8')
  const scripts = new Set([...html.matchAll(/(?:src|href)="\/admin\/([^"]+\.js)"/g)].map(([, path]) => path))
  expect(scripts.size, 'scripts of ours').toBeGreaterThan(1)

  const sizes = [...scripts].map((path) => sizeOf(`dist/${path}`))
  const total = sizes.reduce((sum, size) => sum + size, 0)
  console.info(`${document}: ${total} bytes in ${sizes.length} files`)
  expect(total).toBeLessThanOrEqual(budget)
})

/** A client's page loads the words of one language besides. */
const language = 5_000

test('no language that a client can be spoken to in takes more than 5 kB', () => {
  const languages = readdirSync('dist/assets').filter((name) => /^(de|en|es|fr|ja|pt)-.*\.js$/.test(name))
  expect(languages).toHaveLength(6)
  expect(Math.max(...languages.map((name) => sizeOf(`dist/assets/${name}`)))).toBeLessThanOrEqual(language)
})

test('what a partner’s page loads has at most 10,000 bytes', () => {
  const size = sizeOf('dist/embed.js')
  console.info(`embed.js: ${size} bytes`)
  expect(size).toBeLessThanOrEqual(10_000)
})

function sizeOf(path: string) {
  return gzipSync(readFileSync(path), { level: 9 }).length
}
