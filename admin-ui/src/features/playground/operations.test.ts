import { readFileSync } from 'node:fs'
import { buildSchema, GraphQLError, Kind, parse, specifiedRules, validate, type OperationDefinitionNode } from 'graphql'
import { getVariableValues } from 'graphql/execution/values'
import { expect, test } from 'vitest'
import { makeOperations } from './operations'
import { selectOperation } from './selected-operation'

const schema = buildSchema(readFileSync('schema.graphql', 'utf8'))
const operations = makeOperations({ businessId: 'b-1', onboardingId: 'e-1' })

test.each(operations)('$title: the API takes it, with its variables', ({ document, variables }) => {
  const parsed = parse(document)
  const definition = parsed.definitions[0] as OperationDefinitionNode
  expect(parsed.definitions).toHaveLength(1)
  expect(definition.kind).toBe(Kind.OPERATION_DEFINITION)

  const mistakes: readonly GraphQLError[] = validate(schema, parsed, specifiedRules)
  const given = variables ? (JSON.parse(variables) as Record<string, unknown>) : {}
  const { errors = [] } = getVariableValues(schema, definition.variableDefinitions ?? [], given)

  expect([...mistakes, ...errors].map(({ message }) => message)).toEqual([])
})

test.each(operations.filter(({ group }) => group !== 'Yours'))('$title stands where it belongs', (operation) => {
  const groups = { query: 'Read', mutation: 'Change', subscription: 'Watch' }
  const { type } = selectOperation(operation.document, null) ?? {}

  expect(groups[type ?? 'query']).toBe(operation.group)
})

test('no name stands twice, since results are told apart by it', () => {
  const names = operations.map(({ document }) => selectOperation(document, null)?.name)

  expect(new Set(names).size).toBe(operations.length)
})

test('what exists is filled in where it is looked at, and never where it would end', () => {
  const filled = operations.filter(({ variables }) => /b-1|e-1/.test(variables)).map(({ id }) => id)

  expect(filled).toEqual(['business', 'watch-onboarding', 'watch-business'])
})
