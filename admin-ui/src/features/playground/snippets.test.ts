import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { makeCurl, makeNode } from './snippets'

// Nothing that a name holds may end the quotes and become a command of the shell.
const hostile = `query Q { businesses(filter: { search: "O'Brien $(touch x) \`id\` \\\\ \\"" }) { totalCount } }`
const call = { origin: 'https://capi.example.com', query: hostile, variables: `{"a":"it's $HOME"}`, type: 'query' } as const

/** What a shell makes of a command that begins with `curl`. */
function argumentsOf(command: string) {
  const script = `curl() { printf '%s\\0' "$@"; }; KEY=capi_1; ${command}`
  return execFileSync('sh', ['-c', script], { encoding: 'utf8' }).split('\0').slice(0, -1)
}

test('the curl command reaches the server as it was meant', () => {
  const [url, , authorization, , type, , body = ''] = argumentsOf(makeCurl(call))

  expect([url, authorization, type]).toEqual([
    'https://capi.example.com/graphql',
    'Authorization: Bearer capi_1',
    'Content-Type: application/json',
  ])
  const { query, variables } = JSON.parse(body) as { query: string; variables: unknown }
  expect(query.replaceAll(/\s/g, '')).toBe(hostile.replaceAll(/\s/g, ''))
  expect(variables).toEqual({ a: "it's $HOME" })
})

test('a subscription is asked for as a stream', () => {
  expect(argumentsOf(makeCurl({ ...call, type: 'subscription' }))).toContain('Accept: text/event-stream')
  expect(makeNode({ ...call, type: 'subscription' })).toContain("Accept: 'text/event-stream'")
})

test('a document with an error and variables that are no JSON make a command all the same', () => {
  const body = argumentsOf(makeCurl({ ...call, query: 'query {"', variables: '{' })).at(-1) ?? ''

  expect(JSON.parse(body)).toEqual({ query: 'query {"' })
})

test('the Node program sends the same', async () => {
  const sent: { url: string; body: string }[] = []
  const fetch = (url: string, { body }: { body: string }) => {
    sent.push({ url, body })
    return { json: () => ({ data: 1 }) }
  }
  const run = new Function('fetch', 'process', `return (async () => { ${makeNode(call)} return data })()`) as (
    ...globals: unknown[]
  ) => Promise<unknown>

  expect(await run(fetch, { env: { KEY: 'capi_1' } })).toBe(1)
  expect(sent[0]?.url).toBe('https://capi.example.com/graphql')
  expect(JSON.parse(sent[0]?.body ?? '')).toEqual({ query: hostile, variables: { a: "it's $HOME" } })
})
