import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'

test('the admin app loads at most 180,000 bytes of JavaScript before it stands', () => {
  expect(sizeOfScripts('index.html')).toBeLessThanOrEqual(180_000)
})

test('a client’s page loads at most 60,000 bytes, with the words of whichever language', () => {
  const languages = readdirSync('dist/assets').filter((name) => /^(de|en|es|fr|ja|pt)-.*\.js$/.test(name))
  expect(languages).toHaveLength(6)
  const largest = Math.max(...languages.map((name) => sizeOf(`dist/assets/${name}`)))
  console.info(`the largest language: ${largest} bytes`)
  expect(sizeOfScripts('connect.html') + largest).toBeLessThanOrEqual(60_000)
})

test('what a partner’s page loads has at most 10,000 bytes', () => {
  const size = sizeOf('dist/embed.js')
  console.info(`embed.js: ${size} bytes`)
  expect(size).toBeLessThanOrEqual(10_000)
})

/** How many bytes of JavaScript, gzip, a document loads. */
function sizeOfScripts(document: string) {
  const html = readFileSync(`dist/${document}`, 'utf8')
  const scripts = new Set([...html.matchAll(/(?:src|href)="\/admin\/([^"]+\.js)"/g)].map(([, path]) => path))
  expect(scripts.size, 'scripts of ours').toBeGreaterThan(1)
  const total = [...scripts].reduce((sum, path) => sum + sizeOf(`dist/${path}`), 0)
  console.info(`${document}: ${total} bytes in ${scripts.size} files`)
  return total
}

function sizeOf(path: string) {
  // A large file is there compressed alone.
  return existsSync(path) ? gzipSync(readFileSync(path), { level: 9 }).length : statSync(`${path}.gz`).size
}
