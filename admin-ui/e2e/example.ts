import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { createInterface } from 'node:readline'

export type Example = Awaited<ReturnType<typeof startExample>>

/** Something under examples/, started as its README says with `settings` besides, on `port`; `isUp` knows the line that it is there. */
export async function startExample(name: string, port: number, settings: Record<string, string>, isUp: RegExp) {
  const cwd = path.resolve(import.meta.dirname, '../../examples', name)
  // In a group of its own, of which npm is but the first.
  const example = spawn('npm', ['start'], {
    cwd,
    detached: true,
    env: { ...process.env, ...settings, NO_COLOR: '1', PORT: String(port) },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const log: string[] = []
  example.stderr.on('data', (chunk: Buffer) => log.push(chunk.toString()))
  const ended = once(example, 'exit')

  async function findLine() {
    for await (const line of createInterface(example.stdout)) {
      if (isUp.test(line)) {
        example.stdout.resume() // so that the program never waits for a reader
        return true
      }
    }
    return false
  }

  if (!(await findLine())) {
    throw new Error(`examples/${name} ended:\n${log.join('')}`)
  }
  return {
    url: `http://localhost:${port}/`,
    async stop() {
      process.kill(-(example.pid as number), 'SIGTERM')
      await ended
    },
  }
}

