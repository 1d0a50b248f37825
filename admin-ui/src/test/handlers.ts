import { readFileSync } from 'node:fs'
import { buildSchema, graphql } from 'graphql'
import { http, HttpResponse } from 'msw'
import { makeAccountHandlers, refuseCode } from './account-handlers'
import type { Installation } from './installation'
import { makeRoot } from './resolvers'

// Executing against the real schema means that a document or a record that does not fit it fails the test.
const schema = buildSchema(readFileSync('schema.graphql', 'utf8'))

/**
 * The program's HTTP side over an installation. The one right password is
 * "correct horse battery", and links work whose token begins with "fresh".
 */
export function makeHandlers(installation: Installation) {
  return [
    http.post('*/graphql', async ({ request }) => {
      const { query, variables, operationName } = (await request.json()) as GraphQLRequest
      if (!installation.viewer && !request.headers.has('authorization')) {
        return HttpResponse.json(unauthenticated, { status: 401 })
      }
      installation.operations.push({ name: operationName, variables })
      const answer = () =>
        graphql({
          schema,
          source: query,
          rootValue: makeRoot(installation),
          variableValues: variables,
          operationName,
        })
      return request.headers.get('accept') === 'text/event-stream'
        ? stream(answer, installation.changes)
        : HttpResponse.json(await answer())
    }),
    http.post('*/oauth/start', async ({ request }) => {
      const variables = (await request.json()) as Record<string, unknown>
      installation.operations.push({ name: 'start', variables })
      return installation.dialogUrl
        ? HttpResponse.json({ url: installation.dialogUrl })
        : HttpResponse.json({ errors: [{ message: 'The time of this onboarding is over.' }] }, { status: 409 })
    }),
    http.get('*/auth/methods', () => HttpResponse.json({ singleSignOn: installation.singleSignOn })),
    http.post('*/auth/sign-in', async ({ request }) => {
      const { password, code } = (await request.json()) as { password: string; code?: string }
      if (password !== 'correct horse battery') {
        return HttpResponse.json(
          { code: 'WRONG_CREDENTIALS', message: 'E-mail or password is wrong.' },
          { status: 401 },
        )
      }
      return refuseCode(installation, code) ?? signedIn(installation)
    }),
    http.post('*/auth/link', async ({ request }) => {
      const { token, code } = (await request.json()) as { token: string; code?: string }
      installation.operations.push({ name: 'link', variables: { token } })
      if (!token.startsWith('fresh')) {
        return HttpResponse.json({ code: 'LINK_INVALID', message: 'This link was used already.' }, { status: 401 })
      }
      return refuseCode(installation, code) ?? signedIn(installation)
    }),
    http.post('*/auth/password', () => new HttpResponse(null, { status: 204 })),
    http.post('*/auth/sign-out', () => {
      installation.viewer = null
      return new HttpResponse(null, { status: 204 })
    }),
    ...makeAccountHandlers(installation),
  ]
}

/** The answer now, and again after each change, as server-sent events. */
function stream(answer: () => Promise<unknown>, changes: EventTarget) {
  const left = new AbortController()
  const body = new ReadableStream<Uint8Array>({
    async start(controller) {
      const send = async () => {
        const event = `event: next\ndata: ${JSON.stringify(await answer())}\n\n`
        if (!left.signal.aborted) {
          controller.enqueue(new TextEncoder().encode(event))
        }
      }
      changes.addEventListener('change', () => void send(), { signal: left.signal })
      await send()
    },
    cancel: () => left.abort(),
  })
  return new HttpResponse(body, { headers: { 'Content-Type': 'text/event-stream' } })
}

interface GraphQLRequest {
  query: string
  variables: Record<string, unknown>
  operationName: string
}

const unauthenticated = { errors: [{ message: 'Sign in first.', extensions: { code: 'UNAUTHENTICATED' } }] }

function signedIn(installation: Installation) {
  installation.viewer = { email: 'ada@example.com', role: 'ADMIN' }
  installation.isRecent = true
  return new HttpResponse(null, { status: 204 })
}
