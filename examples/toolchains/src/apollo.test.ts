import { ApolloClient, HttpLink, InMemoryCache } from '@apollo/client'
import { relayStylePagination } from '@apollo/client/utilities'
import { filter, firstValueFrom, map, ReplaySubject } from 'rxjs'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { unmask } from './graphql'
import type { BusinessesQuery, BusinessesQueryVariables } from './graphql/graphql'
import { installation } from './installation'
import { businessesDocument, businessFields, updateBusinessDocument } from './operations'
import { ask } from './typed-fetch'

let client: ApolloClient

beforeEach(() => {
  client = new ApolloClient({
    link: new HttpLink({
      uri: `${installation.url}/graphql`,
      headers: { Authorization: `Bearer ${installation.key}` },
    }),
    cache: new InMemoryCache({
      typePolicies: {
        Query: { fields: { businesses: relayStylePagination(['filter', 'orderBy']) } },
      },
    }),
  })
})

afterEach(() => client.stop())

test('relayStylePagination joins the pages of a list', async () => {
  const { list, shown } = watch({ first: 1 })
  let page = await firstValueFrom(shown)
  while (page.pageInfo.hasNextPage) {
    const next = firstValueFrom(shown.pipe(filter(({ edges }) => edges.length > page.edges.length)))
    await list.fetchMore({ variables: { after: page.pageInfo.endCursor } })
    page = await next
  }

  const { businesses } = await ask(businessesDocument, { first: 100 })
  expect(idsOf(page)).toEqual(idsOf(businesses))
  expect(page.edges.length).toBe(businesses.totalCount)
  expect(page.edges.length, 'or there was nothing to join').toBeGreaterThan(2)
})

test('a list with another filter is another list', async () => {
  const all = await firstValueFrom(watch({ first: 100 }).shown)
  const found = await firstValueFrom(watch({ first: 100, filter: { search: 'Harbour' } }).shown)
  expect(found.edges.length).toBe(1)
  expect(all.edges.length).toBeGreaterThan(1)
})

test('what a mutation answers shows in the list that holds it', async () => {
  const { shown } = watch({ first: 100, filter: { search: 'Harbour' } })
  const [businessId = ''] = idsOf(await firstValueFrom(shown))
  const labels = [`apollo-${Date.now()}`]
  const input = { businessId, externalId: 'shop-1001', labels, oneDataset: false }
  await client.mutate({ mutation: updateBusinessDocument, variables: { input } })

  const [edge] = (await firstValueFrom(shown)).edges
  expect(unmask(businessFields, edge?.node)?.labels).toEqual(labels)
})

/** A list as on a page that stays open, and what it shows there: the latest at once, then each change. */
function watch(variables: BusinessesQueryVariables) {
  const list = client.watchQuery({ query: businessesDocument, variables })
  const shown = new ReplaySubject<BusinessesQuery['businesses']>(1)
  const complete = list.pipe(filter((result) => result.dataState === 'complete'))
  complete.pipe(map(({ data }) => data.businesses)).subscribe(shown)
  return { list, shown }
}

function idsOf({ edges }: BusinessesQuery['businesses']) {
  return edges.map(({ node }) => node.id)
}
