import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startDemo } from './program'

const toolchains = path.resolve(import.meta.dirname, '../../examples/toolchains')
const run = promisify(execFile)
let demo: Awaited<ReturnType<typeof startDemo>>
let env: NodeJS.ProcessEnv

beforeAll(async () => {
  demo = await startDemo()
  const scopes = 'businesses:read,onboardings:write'
  const key = demo.command('api-key', 'create', '--name', 'toolchains', '--scopes', scopes)
  env = { PATH: process.env.PATH, HOME: process.env.HOME, CAPI_URL: demo.url, CAPI_KEY: key }
})

afterAll(async () => {
  expect(await demo.stop(), 'exit status after SIGTERM').toBe(0)
})

test('Apollo Client, Relay, graphql-sse and a typed fetch work against the program', async () => {
  expect(await outputOf('npm', ['test', '--silent'], toolchains)).toMatch(/Tests .*passed/)
})

test('a Go client of genqlient’s works against the program', async () => {
  expect(await outputOf('go', ['test', '-count=1', '.'], path.join(toolchains, 'go'))).toMatch(/^ok /)
})

/** What a command prints; it fails with that, too. */
async function outputOf(command: string, args: string[], cwd: string) {
  try {
    return (await run(command, args, { cwd, env })).stdout
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string }
    throw new Error(`${command} ${args.join(' ')} failed:\n${stdout}${stderr}`, { cause: error })
  }
}
