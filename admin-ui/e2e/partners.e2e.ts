import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startDemo } from './program'

const root = path.resolve(import.meta.dirname, '../..')
const data = mkdtempSync(path.join(tmpdir(), 'capiconnect-e2e-'))
let demo: Awaited<ReturnType<typeof startDemo>>

beforeAll(async () => {
  demo = await startDemo({ DATA_DIR: data })
})

afterAll(async () => {
  expect(await demo.stop(), 'exit status after SIGTERM').toBe(0)
  rmSync(data, { force: true, recursive: true })
})

test('what docs/partners.md has a partner type connects a client', async () => {
  const text = readFileSync(path.join(root, 'docs/partners.md'), 'utf8')
  const [start, ...commands] = [...text.matchAll(/^```sh\n(.*?)^```/gms)].map(([, block]) => block)
  expect(start).toBe('make run\n') // which has been done
  const script = commands
    .join('\n')
    .replace('URL=http://localhost:8080\n', `URL=${demo.url}\n`)
    .replace('SANDBOX=http://127.0.0.1:8082\n', `SANDBOX=${demo.sandboxUrl}\n`)

  const env = { ...process.env, DATA_DIR: data }
  const { stdout } = await promisify(execFile)('sh', ['-euc', script], { cwd: root, env })
  const [link, completed, asked] = stdout.trim().split('\n')
  expect(link).toMatch(new RegExp(`^${demo.url}/connect#onb_`))
  expect(JSON.parse(completed ?? '')).toMatchObject({ data: { completeOnboarding: { userErrors: [] } } })
  expect(JSON.parse(asked ?? '')).toMatchObject({
    data: { onboarding: { status: 'COMPLETED', business: { name: 'Twin Peaks Hotels', externalId: 'shop-42' } } },
  })
})
