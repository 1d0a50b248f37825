import { stripIgnoredCharacters, type OperationTypeNode } from 'graphql'

/** An operation that a program is to send. */
interface Call {
  /** Where the API is. */
  origin: string
  query: string
  /** As JSON; what is no JSON is left out. */
  variables: string
  type: `${OperationTypeNode}`
}

/** How to make an API key that may do this. */
export function makeKeyCommand(scope: string) {
  return `KEY=$(capiconnect api-key create \\\n  --name backend \\\n  --scopes ${scope})`
}

/** The operation as a command for a shell; it expects the key in `KEY`. */
export function makeCurl({ origin, query, variables, type }: Call) {
  const lines = [
    `curl ${type === 'subscription' ? '-N ' : ''}${origin}/graphql`,
    '-H "Authorization: Bearer $KEY"',
    "-H 'Content-Type: application/json'",
    ...(type === 'subscription' ? ["-H 'Accept: text/event-stream'"] : []),
    `-d ${quote(JSON.stringify({ query: squeeze(query), variables: parse(variables) }))}`,
  ]
  return lines.join(' \\\n  ')
}

/** The operation as a program for Node; it expects the key in the environment. */
export function makeNode({ origin, query, variables, type }: Call) {
  const accept = type === 'subscription' ? "\n    Accept: 'text/event-stream'," : ''
  const values = parse(variables)
  const rest = values === undefined ? '' : `,\n    variables: ${indent(JSON.stringify(values, null, 2))}`
  const read =
    type === 'subscription'
      ? 'for await (const chunk of response.body) {\n  process.stdout.write(chunk)\n}'
      : 'const { data, errors } = await response.json()'
  return `const response = await fetch('${origin}/graphql', {
  method: 'POST',
  headers: {
    Authorization: \`Bearer \${process.env.KEY}\`,
    'Content-Type': 'application/json',${accept}
  },
  body: JSON.stringify({
    query: ${literal(query)}${rest},
  }),
})
${read}
`
}

/** On one line, as far as it is a document at all. */
function squeeze(query: string) {
  try {
    return stripIgnoredCharacters(query)
  } catch {
    return query.trim()
  }
}

function parse(variables: string): unknown {
  try {
    return JSON.parse(variables)
  } catch {
    return undefined
  }
}

/** For a POSIX shell, in which nothing ends a quoted string but the quote. */
function quote(text: string) {
  return `'${text.replaceAll("'", "'\\''")}'`
}

/** A template literal. */
function literal(text: string) {
  return `\`${text.trim().replace(/[\\`]|\$\{/g, '\\$&')}\``
}

function indent(text: string) {
  return text.replaceAll('\n', '\n    ')
}
