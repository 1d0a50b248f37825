import { readFileSync } from 'node:fs'

/** Where CAPI Connect is; a demo's own address unless told otherwise. */
export const base = process.env.CAPICONNECT_URL ?? 'http://localhost:8080'

const keyFile = process.env.CAPICONNECT_KEY_FILE ?? new URL('../../data/examples.key', import.meta.url)

/** Prepares an onboarding for one of our clients, which only our own pages can use, and which leads back to us; returns its token. */
export async function createOnboarding(externalId, origin) {
  const { createOnboarding } = await ask(
    'mutation ($input: CreateOnboardingInput!) { createOnboarding(input: $input) { token userErrors { message } } }',
    { input: { externalId, allowedOrigin: origin, returnUrl: `${origin}/` } },
  )
  if (!createOnboarding.token) throw new Error(createOnboarding.userErrors[0].message)
  return createOnboarding.token
}

/** What an onboarding has led to; null for one that there is not. */
export async function findOnboarding(id) {
  const { onboarding } = await ask('query ($id: ID!) { onboarding(id: $id) { status externalId business { name } } }', { id })
  return onboarding
}

/** Asks the API with our key, which no browser ever sees. */
async function ask(query, variables) {
  const response = await fetch(`${base}/graphql`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${readFileSync(keyFile, 'utf8').trim()}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  })
  const { data, errors } = await response.json()
  if (errors) throw new Error(errors[0].message)
  return data
}
