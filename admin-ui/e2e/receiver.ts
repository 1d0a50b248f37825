import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Webhook } from 'standardwebhooks'

/** A partner's server, which answers everything with the status that is set, and keeps it as it came. */
export async function startReceiver() {
  const got: ReturnType<typeof taken>[] = []
  const answer = { status: 204 }
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      got.push(taken(Buffer.concat(chunks), request.headers))
      response.writeHead(answer.status).end()
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return { answer, close: () => server.close(), got, url: `http://127.0.0.1:${port}/hook` }
}

function taken(body: Buffer, headers: IncomingHttpHeaders) {
  return {
    id: headers['webhook-id'],
    verify: (secret: string) => new Webhook(secret).verify(body, headers as Record<string, string>),
  }
}
