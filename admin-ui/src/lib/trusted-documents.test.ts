import { cacheExchange, Client, fetchExchange, getOperationName, gql } from '@urql/core'
import { http, HttpResponse } from 'msw'
import { expect, test } from 'vitest'
import { failed } from '@/test/failed'
import { server } from '@/test/server'
import { trustedDocumentsExchange } from './trusted-documents'

const ids = { Shops: 'sha256:5a0b', Rename: 'sha256:c2e7' }
const shops = gql`
  query Shops($first: Int) {
    shops(first: $first) {
      name
    }
  }
`
const rename = gql`
  mutation Rename($name: String!) {
    rename(name: $name) {
      name
    }
  }
`
const unknown = () => failed('There is no document with this id here.', { code: 'PERSISTED_DOCUMENT_NOT_FOUND' }, 400)

interface Body {
  query?: string
  documentId?: string
  variables?: Record<string, unknown>
}

/** A client of a program that knows the documents with the ids in `known`; what is sent, and what is carried out. */
function setup(known: string[]) {
  const sent: Body[] = []
  const carriedOut: string[] = []
  server.use(
    http.post('*/graphql', async ({ request }) => {
      const body = (await request.json()) as Body
      sent.push(body)
      if (body.documentId && !known.includes(body.documentId)) {
        return unknown()
      }
      const isMutation = body.documentId === ids.Rename || body.query?.includes('mutation')
      carriedOut.push(isMutation ? 'rename' : 'shops')
      const shop = { name: `Shop ${carriedOut.length}`, __typename: 'Shop' }
      return HttpResponse.json({ data: isMutation ? { rename: shop } : { shops: [shop] } })
    }),
  )
  const client = new Client({
    url: 'http://localhost/graphql',
    preferGetMethod: false,
    exchanges: [cacheExchange, trustedDocumentsExchange(ids), fetchExchange],
  })
  return { client, sent, carriedOut }
}

test('the id is sent in place of the text', async () => {
  const { client, sent } = setup(Object.values(ids))

  const { data, operation } = await client.query(shops, { first: 3 })

  expect(data.shops[0].name).toBe('Shop 1')
  expect(getOperationName(operation.query), 'the operation that was answered').toBe('Shops')
  expect(sent).toEqual([{ documentId: ids.Shops, variables: { first: 3 } }])
})

test('a program of another build gets the text, and carries a mutation out once', async () => {
  const { client, sent, carriedOut } = setup([])

  const { data } = await client.mutation(rename, { name: 'New' })

  expect(data.rename.name).toBe('Shop 1')
  expect(carriedOut).toEqual(['rename'])
  expect(sent).toEqual([
    { documentId: ids.Rename, variables: { name: 'New' } },
    { query: expect.stringContaining('mutation Rename'), operationName: 'Rename', variables: { name: 'New' } },
  ])
})

test('what the build has given no id is sent as text', async () => {
  const { client, sent } = setup(Object.values(ids))

  await client.query(gql('query Others { shops { name } }'), {})

  expect(sent).toEqual([{ query: expect.stringContaining('query Others'), operationName: 'Others', variables: {} }])
})

test('a mutation by id refreshes a list that was read by text', async () => {
  const { client, sent, carriedOut } = setup([ids.Rename])
  const names: string[] = []
  const { unsubscribe } = client.query(shops, {}).subscribe(({ data }) => names.push(data.shops[0].name))
  await expect.poll(() => names.at(-1)).toBe('Shop 1')

  await client.mutation(rename, { name: 'New' })

  await expect.poll(() => names.at(-1)).toBe('Shop 3')
  expect(carriedOut).toEqual(['shops', 'rename', 'shops'])
  expect(sent.filter(({ query }) => query)).toHaveLength(2) // the list's id is unknown both times
  unsubscribe()
})

test('another failure is told, and nothing is sent again', async () => {
  const { client, sent } = setup([])
  server.use(
    http.post('*/graphql', async ({ request }) => {
      sent.push((await request.json()) as Body)
      return failed('Being maintained.', { code: 'UNAVAILABLE' }, 503)
    }),
  )

  const { error } = await client.mutation(rename, { name: 'New' })

  expect(error?.graphQLErrors[0]?.extensions.code).toBe('UNAVAILABLE')
  expect(sent).toHaveLength(1)
})

test('a program that takes the text for unknown, too, is not asked a third time', async () => {
  const { client, sent } = setup([])
  server.use(
    http.post('*/graphql', async ({ request }) => {
      sent.push((await request.json()) as Body)
      return unknown()
    }),
  )

  const { error } = await client.query(shops, {})

  expect(error?.graphQLErrors[0]?.extensions.code).toBe('PERSISTED_DOCUMENT_NOT_FOUND')
  expect(sent).toHaveLength(2)
})
