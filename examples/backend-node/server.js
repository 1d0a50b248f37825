import { createServer } from 'node:http'
import { findBusiness, prepareOnboarding } from './capi-connect.js'
import { renderPage } from './page.js'
import { readWebhook } from './webhook.js'

const port = Number(process.env.PORT ?? 4003)
const origin = `http://localhost:${port}`
const secret = process.env.WEBHOOK_SECRET

/** Whom we do business with. A real product has them in its database, and knows by its session who is asking. */
const clients = [
  { id: 'node-1', name: 'Corner Coffee' },
  { id: 'node-2', name: 'Hill Hotels' },
]

/** What webhooks have told, the latest first. */
const news = []

const routes = {
  'GET /': showClients,
  'POST /connect': connect,
  'POST /webhook': hear,
}

async function showClients(request, response) {
  const known = await Promise.all(clients.map(async (client) => ({ ...client, business: await findBusiness(client.id) })))
  response.writeHead(200, { 'Cache-Control': 'no-store', 'Content-Type': 'text/html; charset=utf-8' }).end(renderPage(known, news))
}

/** Sends the client's browser to its own onboarding. Another website that makes a browser post here must not begin one. */
async function connect(request, response) {
  const client = clients.find(({ id }) => id === new URLSearchParams(request.body).get('client'))
  if (request.headers.origin !== origin || !client) {
    response.writeHead(403).end()
    return
  }
  response.writeHead(303, { Location: await prepareOnboarding(client.id, origin) }).end()
}

/** Hears from CAPI Connect. The page would find out anyway: this is for what must happen at once. */
async function hear(request, response) {
  if (!secret) {
    response.writeHead(404).end()
    return
  }
  try {
    const { type, data } = readWebhook(secret, request.headers, request.body)
    news.unshift(`${type}: ${data.businessName ?? data.businessMetaId ?? ''}`)
    news.length = Math.min(news.length, 5)
    response.writeHead(204).end()
  } catch (error) {
    console.error(error.message)
    response.writeHead(401).end()
  }
}

createServer(async (request, response) => {
  try {
    const route = routes[`${request.method} ${request.url}`]
    request.body = await readBody(request)
    await (route?.(request, response) ?? response.writeHead(404).end())
  } catch (error) {
    console.error(error.message)
    response.writeHead(502).end('CAPI Connect cannot be asked right now.')
  }
}).listen(port, '127.0.0.1', () => console.log(`Open ${origin}/`))

async function readBody(request) {
  const chunks = []
  let size = 0
  for await (const chunk of request) {
    size += chunk.length
    if (size > 100_000) throw new Error('The body is too large.')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString()
}
