import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { makeBackend } from './backend.js'
import { base } from './capi-connect.js'

const port = Number(process.env.PORT ?? 4001)
const origin = `http://localhost:${port}`
const backend = makeBackend(origin, 'shop-4001')

createServer(async (request, response) => {
  if (backend(request, response)) {
    return
  }
  if (request.url !== '/') {
    response.writeHead(404).end()
    return
  }
  const page = await readFile(new URL('index.html', import.meta.url), 'utf8')
  response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' }).end(page.replace('{{base}}', base))
}).listen(port, '127.0.0.1', () => console.log(`Open ${origin}/`))
