import { readFileSync } from 'node:fs'

/** Where CAPI Connect is; a demo's own address unless told otherwise. */
const base = process.env.CAPICONNECT_URL ?? 'http://localhost:8080'

const keyFile = process.env.CAPICONNECT_KEY_FILE ?? new URL('../../data/examples.key', import.meta.url)

/** Prepares an onboarding for one of our clients, which leads back to us; returns the link that its browser opens. The token behind the # is shown once, here. */
export async function prepareOnboarding(externalId, origin) {
  const { createOnboarding } = await ask(
    `mutation ($input: CreateOnboardingInput!) {
      createOnboarding(input: $input) { onboarding { connectUrl } token userErrors { message } }
    }`,
    { input: { externalId, allowedOrigin: origin, returnUrl: `${origin}/` } },
  )
  const { onboarding, token, userErrors } = createOnboarding
  if (!token) throw new Error(userErrors[0].message)
  return `${onboarding.connectUrl}#${token}`
}

/** The business that one of our clients has connected; undefined while there is none. */
export async function findBusiness(externalId) {
  const { businesses } = await ask(
    `query ($externalId: String!) {
      businesses(first: 1, filter: { externalId: $externalId }) { edges { node {
        name status problem { message }
        ownedDatasets(first: 5) { totalCount edges { node { name metaId } } }
        sharedDatasets(first: 5) { totalCount edges { node { name metaId } } }
      } } }
    }`,
    { externalId },
  )
  return businesses.edges[0]?.node
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
