import type { TypedDocumentNode } from '@graphql-typed-document-node/core'
import { print } from 'graphql'
import { installation } from './installation'

interface Answer<Data> {
  data?: Data | null
  errors?: { message: string; extensions: { code: string } }[]
}

/** A client of one function: no library, and yet the answer's type is the document's. */
export async function ask<Data, Variables>(document: TypedDocumentNode<Data, Variables>, variables: Variables) {
  const response = await fetch(`${installation.url}/graphql`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${installation.key}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ query: print(document), variables }),
  })
  const { data, errors } = (await response.json()) as Answer<Data>
  if (!data || errors) {
    throw new Error(errors?.map(({ message, extensions }) => `${extensions.code}: ${message}`).join('\n'))
  }
  return data
}
