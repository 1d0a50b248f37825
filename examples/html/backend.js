import { createOnboarding, findOnboarding } from './capi-connect.js'

/**
 * What a page of ours needs of its backend: `POST /onboarding` gives it a token for its client, `GET /onboarding/{id}` tells
 * what was connected. `client` is whoever is signed in; a real shop system finds it by its session. Returns whether the request
 * was one of these.
 */
export function makeBackend(origin, client) {
  async function begin(response) {
    json(response, { token: await createOnboarding(client, origin) })
  }

  async function report(response, id) {
    const onboarding = await findOnboarding(id)
    const isOurs = onboarding?.externalId === client && onboarding.status === 'COMPLETED'
    json(response, { message: isOurs ? `${onboarding.business.name} is connected.` : 'Nothing is connected yet.' })
  }

  return (request, response) => {
    const [, path, id] = request.url.split('/')
    if (path !== 'onboarding') {
      return false
    }
    // Another website that makes a browser post here must not be given a token.
    if (request.method === 'POST' && request.headers.origin !== origin) {
      json(response, { message: 'This is for our own page.' }, 403)
      return true
    }
    const answered = request.method === 'POST' ? begin(response) : report(response, id)
    answered.catch((error) => {
      console.error(error.message)
      json(response, { message: 'CAPI Connect cannot be asked right now.' }, 502)
    })
    return true
  }
}

function json(response, body, status = 200) {
  response.writeHead(status, { 'Cache-Control': 'no-store', 'Content-Type': 'application/json' }).end(JSON.stringify(body))
}
