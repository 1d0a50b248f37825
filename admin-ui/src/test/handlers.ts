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
      const isStream = request.headers.get('accept') === 'text/event-stream'
      const answer = await graphql({
        schema,
        source: query,
        rootValue: makeRoot(installation),
        variableValues: variables,
        operationName,
      })
      return isStream ? stream(answer) : HttpResponse.json(answer)
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

/** A stream that tells how things stand and ends; whoever wants to know more asks again. */
function stream(answer: unknown) {
  const text = `event: next\ndata: ${JSON.stringify(answer)}\n\nevent: complete\ndata: \n\n`
  return new HttpResponse(text, { headers: { 'Content-Type': 'text/event-stream' } })
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
