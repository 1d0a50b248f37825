import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { formatDocument } from '@urql/core'
import { buildSchema, Kind, parse, print, separateOperations, validate } from 'graphql'
import type { Plugin } from 'vite'

const root = import.meta.dirname

/**
 * Has the built pages send ids in place of documents: writes every operation of the source into `documents.json`, for the program, and
 * has each module tell the client the ids of its own, so that no page loads those of another. In development text is sent.
 */
export function trustedDocuments(): Plugin {
  const ids = new Map<string, string>()
  return {
    name: 'trusted-documents',
    apply: 'build',
    enforce: 'pre',
    buildStart() {
      const texts: Record<string, string> = {}
      for (const [name, operation] of findOperations()) {
        const text = print(operation)
        const id = `sha256:${createHash('sha256').update(text).digest('hex')}`
        ids.set(name, id)
        texts[id] = text
      }
      this.emitFile({ type: 'asset', fileName: 'documents.json', source: JSON.stringify(texts, null, 2) })
    },
    transform(code) {
      const names = operationNamesIn(code)
      if (names.length === 0) {
        return undefined
      }
      const own = Object.fromEntries(names.map((name) => [name, ids.get(name)]))
      const telling = `import { documentIds } from '@/lib/document-ids'\nObject.assign(documentIds, ${JSON.stringify(own)})`
      return { code: `${code}\n${telling}\n`, map: null }
    },
  }
}

/** Every operation under `src` as the client would send it: with its fragments and `__typename`, valid, by name. */
function findOperations() {
  const sources = readdirSync(path.join(root, 'src'), { encoding: 'utf8', recursive: true })
    .filter((name) => /\.tsx?$/.test(name) && !/^test\/|\.test\./.test(name))
    .sort()
    .map((name) => readFileSync(path.join(root, 'src', name), 'utf8'))
  const document = formatDocument(parse(sources.flatMap(documentsIn).join('\n'), { noLocation: true }))
  const faults = validate(buildSchema(readFileSync(path.join(root, 'schema.graphql'), 'utf8')), document)
  if (faults.length > 0) {
    throw new Error(`GraphQL under src: ${faults.map(({ message }) => message).join('\n')}`)
  }
  return Object.entries(separateOperations(document))
}

function operationNamesIn(source: string) {
  return documentsIn(source).flatMap((text) =>
    parse(text).definitions.flatMap((definition) =>
      definition.kind === Kind.OPERATION_DEFINITION && definition.name ? [definition.name.value] : [],
    ),
  )
}

function documentsIn(source: string) {
  return [...source.matchAll(/\bgraphql\(\s*`([^`]+)`/g)].map(([, text = '']) => text)
}
