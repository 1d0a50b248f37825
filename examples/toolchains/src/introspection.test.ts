import { readFile } from 'node:fs/promises'
import {
  buildClientSchema,
  buildSchema,
  getIntrospectionQuery,
  lexicographicSortSchema,
  parse,
  printSchema,
  type GraphQLSchema,
  type IntrospectionQuery,
} from 'graphql'
import { expect, test } from 'vitest'
import { ask } from './typed-fetch'

const everything = {
  descriptions: true,
  directiveIsRepeatable: true,
  inputValueDeprecation: true,
  oneOf: true,
  schemaDescription: true,
  specifiedByUrl: true,
}

test.for([
  ['what every tool asks', {}],
  ['all that can be asked', everything],
] as const)('the program tells its schema: %s', async ([, options]) => {
  const told = await ask<IntrospectionQuery, object>(parse(getIntrospectionQuery(options)), {})
  const file = await readFile('../../admin-ui/schema.graphql', 'utf8')
  expect(print(buildClientSchema(told))).toBe(print(buildSchema(file)))
})

const print = (schema: GraphQLSchema) => printSchema(lexicographicSortSchema(schema))
