import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'

const examples = path.resolve(import.meta.dirname, '../../examples')

export type PartnerSite = Awaited<ReturnType<typeof servePartner>>

/** What a partner's backend hands to its page. */
interface Invitation {
  api: string
  token: string
  connectUrl: string
}

/** A partner's site, on an origin of its own: a page of examples/, and a backend that answers what the page posts to it. */
export async function servePartner(page: string) {
  let invitation: Invitation | undefined
  const content = await readFile(path.join(examples, page))
  const server = createServer((request, response) => {
    if (request.method === 'POST') {
      response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(invitation))
    } else {
      response.writeHead(200, { 'Content-Type': 'text/html' }).end(content)
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    origin: `http://localhost:${port}`,
    /** Whoever comes to the page from now on gets this. */
    hand(next: Invitation) {
      invitation = next
    },
    close: () => server.close(),
  }
}
