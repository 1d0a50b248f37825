import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'

export type Site = Awaited<ReturnType<typeof openSite>>

/**
 * A website of somebody else: `host` and a port of its own are another origin than the program's. It serves the HTML pages by
 * their paths; `answers` may be changed while it runs.
 */
export async function openSite(pages: Record<string, string> = {}, host = 'localhost') {
  const answers: Record<string, RequestListener> = {}
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://any').pathname
    const [answer, page] = [answers[path], pages[path]]
    if (answer) {
      answer(request, response)
    } else if (page === undefined) {
      response.writeHead(404).end()
    } else {
      response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' }).end(page)
    }
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    answers,
    pages,
    origin: `http://${host}:${(server.address() as AddressInfo).port}`,
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}

/** A page with `body`, and everything that a `<capi-connect>` on it tells in `window.heard`. */
export function pageWith(body: string, script = '', language = 'en') {
  return `<!doctype html>
<html lang="${language}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<link rel="icon" href="data:,">
<title>Shop</title>
<main><h1>Shop</h1>${body}</main>
<script>
  window.heard = []
  for (const type of ['connected', 'cancelled', 'blocked', 'problem']) {
    document.addEventListener(type, (event) => heard.push([type, event.detail]))
  }
  ${script}
</script>
</html>`
}

/** A page with the button of the program at `program`, which fetches its token at each press. */
export function shopPage(program: string, attributes = '') {
  const body = `<capi-connect ${attributes}></capi-connect><script src="${program}/embed.js"></script>`
  return pageWith(body, `document.querySelector('capi-connect').getToken = async () => (await fetch('/token')).text()`)
}
