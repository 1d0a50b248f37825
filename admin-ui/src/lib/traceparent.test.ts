import { gql } from '@urql/core'
import { http, HttpResponse } from 'msw'
import { expect, test } from 'vitest'
import { server } from '@/test/server'
import { createGraphQLClient } from './client'

const viewer = gql`
  query Viewer {
    viewer {
      name
    }
  }
`

/** Asks once more from a page, and tells which trace and which span of it the request said that it is part of. */
async function ask(path: string) {
  window.history.replaceState(null, '', path)
  let said: string | null = null
  server.use(
    http.post('*/graphql', ({ request }) => {
      said = request.headers.get('traceparent')
      return HttpResponse.json({ data: { viewer: { name: 'Ada', __typename: 'Viewer' } } })
    }),
  )
  const client = createGraphQLClient({ onUnauthenticated: () => {} })
  await client.query(viewer, {}, { requestPolicy: 'network-only' }).toPromise()
  return /^00-(?<trace>[0-9a-f]{32})-(?<span>[0-9a-f]{16})-00$/.exec(said ?? '')?.groups ?? {}
}

test('what one page asks is one trace, and another page another', async () => {
  const first = await ask('/admin/businesses')
  const second = await ask('/admin/businesses?status=CONNECTED')
  const elsewhere = await ask('/admin/datasets')

  expect(first.trace).toBeTruthy()
  expect(second.trace).toBe(first.trace)
  expect(second.span).not.toBe(first.span)
  expect(elsewhere.trace).toBeTruthy()
  expect(elsewhere.trace).not.toBe(first.trace)
})
