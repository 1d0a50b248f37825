// Fails when programs written for the last release would break: compares admin-ui/schema.graphql with schema.released.graphql beside it.
// What was released as deprecated may go. What may break somebody, such as a value more in an enum, is only told.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const require = createRequire(new URL('../admin-ui/package.json', import.meta.url))
const { buildSchema } = require('graphql')
const { CriticalityLevel, diff, DiffRule } = require('@graphql-inspector/core')
const read = (name) => buildSchema(readFileSync(new URL(`../admin-ui/${name}`, import.meta.url), 'utf8'))

const rules = [DiffRule.suppressRemovalOfDeprecatedField, DiffRule.simplifyChanges]
const changes = await diff(read('schema.released.graphql'), read('schema.graphql'), rules)
const messagesOf = (level) => changes.filter(({ criticality }) => criticality.level === level).map(({ path, message }) => `${path}: ${message}`)
const breaking = messagesOf(CriticalityLevel.Breaking)

for (const message of messagesOf(CriticalityLevel.Dangerous)) console.log(`may break callers: ${message}`)
for (const message of breaking) console.error(`breaks callers: ${message}`)
if (breaking.length > 0) {
  console.error('Keep what was released and mark it @deprecated; it may go once a release has said so. See "Changing the API" in README.md.')
  process.exitCode = 1
}
