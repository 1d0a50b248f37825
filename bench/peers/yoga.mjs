// What a team that writes its own GraphQL service in Node.js would run: graphql-yoga, drizzle and DataLoader, with one statement a level.
import { createServer } from 'node:http'
import DataLoader from 'dataloader'
import { asc, eq, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/node-postgres'
import { pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core'
import { createSchema, createYoga } from 'graphql-yoga'
import pg from 'pg'

const businesses = pgTable('businesses', {
  id: uuid().primaryKey(),
  metaId: text('meta_id'),
  name: text(),
  sortName: text('sort_name'),
  status: text(),
  connectedAt: timestamp('connected_at', { withTimezone: true }),
})
const db = drizzle(new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 12 }))

const typeDefs = /* GraphQL */ `
  type Query {
    business(id: ID!): Business
    businesses(first: Int, after: String, filter: BusinessFilter, orderBy: BusinessOrder): BusinessConnection!
  }
  input BusinessFilter {
    search: String
  }
  input BusinessOrder {
    field: BusinessOrderField!
    direction: OrderDirection!
  }
  enum BusinessOrderField {
    NAME
  }
  enum OrderDirection {
    ASC
  }
  type Business {
    id: ID!
    metaId: String!
    name: String
    status: String!
    connectedAt: String
    ownedDatasets(first: Int): DatasetConnection!
    sharedDatasets(first: Int): DatasetConnection!
  }
  type BusinessConnection {
    edges: [BusinessEdge!]!
    pageInfo: PageInfo!
  }
  type BusinessEdge {
    cursor: String!
    node: Business!
  }
  type Dataset {
    id: ID!
    metaId: String!
    name: String
    lastFiredAt: String
  }
  type DatasetConnection {
    edges: [DatasetEdge!]!
    pageInfo: PageInfo!
  }
  type DatasetEdge {
    node: Dataset!
  }
  type PageInfo {
    hasNextPage: Boolean!
  }
`

function page(rows, first) {
  return { edges: rows.slice(0, first).map((node) => ({ node })), pageInfo: { hasNextPage: rows.length > first } }
}

async function readBusinesses(_, { first = 25, after, filter }) {
  let query = db.select().from(businesses)
  if (after) {
    const [name, id] = JSON.parse(Buffer.from(after, 'base64url').toString())
    query = query.where(sql`(${businesses.sortName}, ${businesses.id}) > (${name}, ${id}::uuid)`)
  }
  if (filter?.search) {
    const found = sql`${businesses.sortName} LIKE ${`%${filter.search.toLowerCase()}%`} OR ${businesses.metaId} LIKE ${`${filter.search}%`}`
    query = query.where(found)
  }
  return page(await query.orderBy(asc(businesses.sortName), asc(businesses.id)).limit(first + 1), first)
}

async function readDatasets(keys) {
  const [{ relation, first }] = keys
  const ids = `{${keys.map((key) => key.id).join(',')}}`
  const { rows } = await db.execute(sql`SELECT parent.id AS parent, child.* FROM unnest(${ids}::uuid[]) AS parent(id) CROSS JOIN LATERAL (
    SELECT d.id, d.meta_id AS "metaId", d.name, d.last_fired_at AS "lastFiredAt" FROM business_datasets r JOIN datasets d ON d.id = r.dataset_id
    WHERE r.business_id = parent.id AND r.relation = ${relation} ORDER BY r.sort_name, r.dataset_id LIMIT ${first + 1}) AS child`)
  const ofParent = Map.groupBy(rows, (row) => row.parent)
  return keys.map((key) => page(ofParent.get(key.id) ?? [], first))
}

const newLoader = () => new DataLoader(readDatasets, { cacheKeyFn: ({ id, relation, first }) => `${id} ${relation} ${first}` })
const instant = (value) => (value === null ? null : new Date(value).toISOString())

const yoga = createYoga({
  logging: 'warn',
  graphiql: false,
  context: () => ({ OWNED: newLoader(), SHARED: newLoader() }),
  schema: createSchema({
    typeDefs,
    resolvers: {
      Query: {
        business: async (_, { id }) => (await db.select().from(businesses).where(eq(businesses.id, id)))[0],
        businesses: readBusinesses,
      },
      BusinessEdge: { cursor: ({ node }) => Buffer.from(JSON.stringify([node.sortName, node.id])).toString('base64url') },
      Business: {
        connectedAt: ({ connectedAt }) => instant(connectedAt),
        ownedDatasets: ({ id }, { first = 25 }, loaders) => loaders.OWNED.load({ id, relation: 'OWNED', first }),
        sharedDatasets: ({ id }, { first = 25 }, loaders) => loaders.SHARED.load({ id, relation: 'SHARED', first }),
      },
      Dataset: { lastFiredAt: ({ lastFiredAt }) => instant(lastFiredAt) },
    },
  }),
})

const [host, port] = process.env.LISTEN_ADDR.split(':')
createServer((request, response) => (request.url === '/ready' ? response.end() : yoga(request, response))).listen(Number(port), host)
