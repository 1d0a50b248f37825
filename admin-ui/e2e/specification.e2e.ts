import { afterAll, beforeAll, expect, test } from 'vitest'
import { serverAudits, type AuditResult } from 'graphql-http'
import { startDemo } from './program'

let demo: Awaited<ReturnType<typeof startDemo>>

beforeAll(async () => {
  demo = await startDemo()
})

afterAll(async () => {
  await demo.stop()
})

// https://graphql.github.io/graphql-over-http/draft/
test('the API keeps to the GraphQL-over-HTTP specification: 0 errors, 0 warnings', async () => {
  const key = demo.command('api-key', 'create', '--name', 'audits', '--scopes', 'businesses:read')
  const audits = serverAudits({
    url: `${demo.url}/graphql`,
    fetchFn: (url: string, init: RequestInit = {}) =>
      fetch(url, { ...init, headers: { ...init.headers, Authorization: `Bearer ${key}` } }),
  })
  const results: AuditResult[] = []
  for (const audit of audits) {
    results.push(await audit.fn())
  }
  const unmet = results.filter(({ status }) => status === 'error' || status === 'warn')
  expect(unmet.map((result) => `${result.status} ${result.id}: ${result.name}`)).toEqual([])
  expect(results.filter(({ status }) => status === 'ok').length).toBeGreaterThan(50)
})
