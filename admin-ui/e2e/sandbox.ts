import type { BrowserContext } from 'playwright-core'

/** Asks the program on behalf of whoever is signed in, in words of the test's own. */
export async function ask<T>(
  context: BrowserContext,
  url: string,
  query: string,
  variables: Record<string, unknown> = {},
) {
  const response = await context.request.post(new URL('/graphql', url).href, { data: { query, variables } })
  const { data, errors } = (await response.json()) as { data: T; errors?: unknown }
  if (errors) {
    throw new Error(`${query}: ${JSON.stringify(errors)}`)
  }
  return data
}

/** Meta's side of a demo: what a test does there. */
export async function findSandbox(context: BrowserContext, url: string) {
  const { loginConfiguration } = await ask<{ loginConfiguration: { sdkUrl: string } }>(
    context,
    url,
    '{ loginConfiguration { sdkUrl } }',
  )
  const { origin } = new URL(loginConfiguration.sdkUrl)

  async function post(path: string, data: object) {
    const response = await context.request.post(`${origin}/_sandbox/${path}`, { data })
    if (!response.ok()) {
      throw new Error(`${path}: ${await response.text()}`)
    }
    return response.status() === 204 ? null : ((await response.json()) as Record<string, string>)
  }

  return {
    host: new URL(origin).host,
    post,
    /** Ends all faults. */
    mend: () => context.request.delete(`${origin}/_sandbox/faults`),
    /** Grants everything that a business has, as its client would in the dialog; the code that comes of it. */
    async grant(businessId: string) {
      return (await post('codes', { businessId }))?.code
    },
  }
}
