import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { createInterface } from 'node:readline'

const root = path.resolve(import.meta.dirname, '../..')

/** How each backend under examples/ is started, as its README says, in which directory. */
const commands = {
  'backend-node': ['npm', ['start'], path.join(root, 'examples/backend-node')],
  'backend-go': ['go', ['run', './examples/backend-go'], root],
} as const

export type BackendName = keyof typeof commands

/** One of the backends under examples/, on `port`, with `settings` besides. */
export async function startBackend(name: BackendName, port: number, settings: Record<string, string>) {
  const [program, args, cwd] = commands[name]
  // In a group of its own, of which npm and go are but the first.
  const backend = spawn(program, args, {
    cwd,
    detached: true,
    env: { ...process.env, ...settings, PORT: String(port) },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const log: string[] = []
  backend.stderr.on('data', (chunk: Buffer) => log.push(chunk.toString()))
  const ended = once(backend, 'exit')
  const url = await Promise.race([findUrl(backend.stdout), ended.then(() => undefined)])
  if (!url) {
    throw new Error(`examples/${name} ended:\n${log.join('')}`)
  }
  return {
    url,
    async stop() {
      process.kill(-(backend.pid as number), 'SIGTERM')
      await ended
    },
  }
}

async function findUrl(stdout: NodeJS.ReadableStream) {
  for await (const line of createInterface(stdout)) {
    const [, url] = /^Open (\S+)$/.exec(line) ?? []
    if (url) {
      stdout.resume() // so that the program never waits for a reader
      return url
    }
  }
  return undefined
}
