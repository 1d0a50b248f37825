import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { getResponse, type RequestHandler } from 'msw'

const policy = "default-src 'none'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'"
const adminPolicy = `${policy}; script-src 'self'; require-trusted-types-for 'script'`
const connectPolicy = (sdk: string) => `${policy}; script-src 'self' ${sdk}`
const playgroundPolicy = adminPolicy
  .replace("style-src 'self'", "$& 'unsafe-inline'")
  .replace("img-src 'self'", '$& data:')
  .concat("; font-src 'self'; worker-src 'self'")

const types: Record<string, string> = {
  '.css': 'text/css',
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.svg': 'image/svg+xml',
  '.ttf': 'font/ttf',
}

/** Answers as Meta's SDK would once it has loaded; `window.answer` then plays the part of the dialog. */
const sdk = `
  window.FB = { init() {}, login(callback) { window.answer = callback } }
  window.fbAsyncInit()
`

/** Serves the built pages under the strictest policy they claim to bear, with `handlers` for the program's side. */
export async function serve(handlers: () => RequestHandler[]) {
  const server = createServer((request, response) => void answer(request, response, handlers()))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}`, sdkUrl: `http://localhost:${port}/sdk.js`, close: () => server.close() }
}

async function answer(request: IncomingMessage, response: ServerResponse, handlers: RequestHandler[]) {
  const url = new URL(request.url ?? '/', `http://${request.headers.host}`)
  if (request.method === 'POST' || url.pathname.startsWith('/auth/')) {
    await pass(request, response, url, handlers)
  } else if (url.pathname === '/sdk.js') {
    response.writeHead(200, { 'Content-Type': 'text/javascript', 'Access-Control-Allow-Origin': '*' }).end(sdk)
  } else {
    await file(response, url)
  }
}

async function pass(request: IncomingMessage, response: ServerResponse, url: URL, handlers: RequestHandler[]) {
  const chunks: Buffer[] = []
  for await (const chunk of request) {
    chunks.push(chunk as Buffer)
  }
  const headers = Object.entries(request.headers).map(([name, value]): [string, string] => [name, String(value)])
  const body = request.method === 'POST' ? withText(Buffer.concat(chunks).toString()) : undefined
  const reply = await getResponse(handlers, new Request(url, { method: request.method, headers, body }))
  response.writeHead(reply?.status ?? 404, Object.fromEntries(reply?.headers ?? []))
  for await (const chunk of reply?.body ?? []) {
    response.write(chunk) // a stream has no end
  }
  response.end()
}

/** Puts the document in the place of its id, as the program does, since handlers are chosen by the text. */
function withText(body: string) {
  const { documentId, ...rest } = JSON.parse(body) as Record<string, unknown>
  const documents = JSON.parse(readFileSync('dist/documents.json', 'utf8')) as Record<string, string>
  return JSON.stringify(documentId ? { query: documents[String(documentId)], ...rest } : rest)
}

async function file(response: ServerResponse, { pathname, port }: URL) {
  const [page, policy] = pageAt(pathname, port)
  const name = path.extname(pathname) ? pathname.replace(/^\/admin/, '') : page
  try {
    const [body, encoding] = await built(path.join('dist', path.normalize(name)))
    response.writeHead(200, {
      'Content-Type': types[path.extname(name)] ?? 'application/octet-stream',
      'Content-Security-Policy': policy,
      ...encoding,
    })
    response.end(body)
  } catch {
    response.writeHead(404).end()
  }
}

/** Reads a built file; of the large ones there is the compressed one alone. */
async function built(file: string): Promise<[Buffer, Record<string, string>]> {
  try {
    return [await readFile(file), {}]
  } catch {
    return [await readFile(`${file}.gz`), { 'Content-Encoding': 'gzip' }]
  }
}

function pageAt(pathname: string, port: string): [file: string, policy: string] {
  const connect = /^(\/admin)?\/connect(\/embedded)?$/.exec(pathname)
  if (connect) {
    return [connect[1] ? '/staff-connect.html' : '/connect.html', connectPolicy(`http://localhost:${port}`)]
  }
  return pathname === '/admin/playground' ? ['/playground.html', playgroundPolicy] : ['/index.html', adminPolicy]
}
