import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Somebody who can sign in at the provider. */
export interface Person {
  sub: string
  email: string
}

/** What a code was given out for. */
interface Grant {
  person: Person
  query: URLSearchParams
}

export const clientId = 'capiconnect'
export const clientSecret = 'known-to-both'

/**
 * A small OpenID provider on another site than the program: a page on which one picks who one is, codes that work once
 * for whoever has the PKCE verifier, and signed ID tokens. It answers nothing before `open` is called.
 */
export async function startProvider(people: Person[]) {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const grants = new Map<string, Grant>()
  let isOpen = false
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', issuer)
    const answer = isOpen ? routes[`${request.method} ${url.pathname}`] : undefined
    void (answer ? answer(response, url, request) : response.writeHead(503).end())
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  type Answer = (response: ServerResponse, url: URL, request: IncomingMessage) => unknown
  const routes: Record<string, Answer> = {
    'GET /.well-known/openid-configuration': (response) =>
      json(response, 200, {
        issuer,
        authorization_endpoint: `${issuer}/authorize`,
        token_endpoint: `${issuer}/token`,
        jwks_uri: `${issuer}/keys`,
        authorization_response_iss_parameter_supported: true,
        id_token_signing_alg_values_supported: ['RS256'],
      }),
    'GET /keys': (response) =>
      json(response, 200, { keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'k', alg: 'RS256' }] }),
    'GET /authorize'(response, { searchParams }) {
      const choices = people.map(
        (person, index) => `<li><a href="/pick?${searchParams}&who=${index}">${person.email}</a></li>`,
      )
      response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' })
      response.end(
        `<!doctype html><html lang="en"><link rel="icon" href="data:,"><title>Provider</title><h1>Who are you?</h1><ul>${choices.join('')}</ul></html>`,
      )
    },
    'GET /pick'(response, { searchParams: query }) {
      const person = people[Number(query.get('who'))]
      const back = new URL(query.get('redirect_uri') ?? '')
      if (!person) {
        response.writeHead(404).end()
        return
      }
      const code = randomBytes(16).toString('hex')
      grants.set(code, { person, query })
      back.search = new URLSearchParams({ code, iss: issuer, state: query.get('state') ?? '' }).toString()
      response.writeHead(302, { Location: back.href }).end()
    },
    async 'POST /token'(response, _url, request) {
      const form = new URLSearchParams(await bodyOf(request))
      const code = form.get('code') ?? ''
      const grant = grants.get(code)
      grants.delete(code)
      if (!grant || !fits(grant, form, request)) {
        json(response, 400, { error: 'invalid_grant' })
        return
      }
      json(response, 200, { access_token: 'unused', token_type: 'Bearer', id_token: idToken(grant) })
    },
  }

  function fits({ query }: Grant, form: URLSearchParams, request: IncomingMessage) {
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url')
    const client = Buffer.from(`${clientId}:${clientSecret}`).toString('base64')
    return (
      request.headers.authorization === `Basic ${client}` &&
      query.get('code_challenge_method') === 'S256' &&
      query.get('code_challenge') === challenge &&
      query.get('redirect_uri') === form.get('redirect_uri')
    )
  }

  function idToken({ person, query }: Grant) {
    const now = Math.floor(Date.now() / 1000)
    const claims = {
      ...person,
      email_verified: true,
      iss: issuer,
      aud: clientId,
      iat: now,
      exp: now + 300,
      nonce: query.get('nonce'),
      // It asks everybody each time, but says so only to who wants to know, as many do.
      ...(query.has('max_age') && { auth_time: now }),
    }
    const signed = [{ alg: 'RS256', kid: 'k' }, claims]
      .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
      .join('.')
    return `${signed}.${sign('RSA-SHA256', Buffer.from(signed), privateKey).toString('base64url')}`
  }

  return {
    issuer,
    close: () => server.close(),
    open: () => {
      isOpen = true
    },
  }
}

function json(response: ServerResponse, status: number, body: unknown) {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body))
}

async function bodyOf(request: IncomingMessage) {
  const chunks: Buffer[] = []
  for await (const chunk of request) {
    chunks.push(chunk as Buffer)
  }
  return Buffer.concat(chunks).toString()
}
