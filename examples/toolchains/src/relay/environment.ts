import { Environment, Network, RecordSource, Store, type GraphQLResponse } from 'relay-runtime'
import { installation } from '../installation'

/** Where Relay keeps what it knows, and how it asks for more. */
export function createEnvironment() {
  const network = Network.create(async ({ text }, variables) => {
    const response = await fetch(`${installation.url}/graphql`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${installation.key}`, 'Content-Type': 'application/json' },
      body: JSON.stringify({ query: text, variables }),
    })
    return (await response.json()) as GraphQLResponse
  })
  return new Environment({ network, store: new Store(new RecordSource()) })
}
