import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'

const binary = process.env.CAPICONNECT ?? path.resolve(import.meta.dirname, '../../bin/capiconnect')
const announcement = /^(Sandbox|Sign in): +(\S+)$/

/** The demo of the real program, with a data directory of its own and `settings` besides. */
export async function startDemo(settings: Record<string, string> = {}) {
  const data = mkdtempSync(path.join(tmpdir(), 'capiconnect-e2e-'))
  const port = await freePort()
  const url = `http://localhost:${port}`
  const env = {
    ...process.env,
    DATA_DIR: data,
    LISTEN_ADDR: `127.0.0.1:${port}`,
    OPS_ADDR: '127.0.0.1:0',
    PUBLIC_URL: url,
    ...settings,
  }
  const demo = spawn(binary, ['demo'], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  const log: string[] = []
  demo.stderr.on('data', (chunk: Buffer) => log.push(chunk.toString()))
  const ended = once(demo, 'exit')

  async function stop() {
    demo.kill('SIGTERM')
    const [status] = await ended
    rmSync(data, { force: true, recursive: true })
    return status as number | null
  }

  /** What another command of the program, run beside it, prints. */
  function command(...args: string[]) {
    return execFileSync(binary, args, { env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
  }

  const announced = await Promise.race([findUrls(demo.stdout), ended.then(() => undefined)])
  if (!announced) {
    throw new Error(`The demo ended before it printed a sign-in link:\n${log.join('')}`)
  }
  return { command, data, ...announced, stop, url }
}

/** What the demo prints once it is there, the link last. */
async function findUrls(stdout: NodeJS.ReadableStream) {
  let sandboxUrl = ''
  for await (const line of createInterface(stdout)) {
    const [, what, url] = announcement.exec(line.trim()) ?? []
    if (what === 'Sandbox' && url) {
      sandboxUrl = url.replace(/\/$/, '')
    } else if (url) {
      stdout.resume() // so that the program never waits for a reader
      return { sandboxUrl, signInUrl: url }
    }
  }
  return undefined
}

/** A port that nobody listens on. */
export async function freePort() {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
