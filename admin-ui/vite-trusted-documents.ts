import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { formatDocument } from '@urql/core'
import { buildSchema, parse, print, separateOperations, validate } from 'graphql'
import type { Plugin } from 'vite'

const module = 'virtual:document-ids'
const root = import.meta.dirname

/**
 * Has the built pages send ids in place of documents: writes every operation of the source into `documents.json`, for
 * the program, and tells the client its id, by name. In development there are none, and text is sent.
 */
export function trustedDocuments(): Plugin {
  let isBuild = false
  return {
    name: 'trusted-documents',
    configResolved({ command }) {
      isBuild = command === 'build'
    },
    resolveId: (source) => (source === module ? `\0${module}` : undefined),
    load(source) {
      if (source !== `\0${module}`) {
        return undefined
      }
      const ids: Record<string, string> = {}
      const texts: Record<string, string> = {}
      for (const [name, operation] of isBuild ? findOperations() : []) {
        const text = print(operation)
        ids[name] = `sha256:${createHash('sha256').update(text).digest('hex')}`
        texts[ids[name]] = text
      }
      if (isBuild) {
        this.emitFile({ type: 'asset', fileName: 'documents.json', source: JSON.stringify(texts, null, 2) })
      }
      return `export default ${JSON.stringify(ids)}`
    },
  }
}

/** Every operation under `src` as the client would send it: with its fragments and `__typename`, valid, by name. */
function findOperations() {
  const sources = readdirSync(path.join(root, 'src'), { encoding: 'utf8', recursive: true })
    .filter((name) => /\.tsx?$/.test(name) && !/^test\/|\.test\./.test(name))
    .sort()
    .map((name) => readFileSync(path.join(root, 'src', name), 'utf8'))
  const texts = sources.flatMap((source) => [...source.matchAll(/\bgraphql\(\s*`([^`]+)`/g)].map(([, text]) => text))
  const document = formatDocument(parse(texts.join('\n'), { noLocation: true }))
  const faults = validate(buildSchema(readFileSync(path.join(root, 'schema.graphql'), 'utf8')), document)
  if (faults.length > 0) {
    throw new Error(`GraphQL under src: ${faults.map(({ message }) => message).join('\n')}`)
  }
  return Object.entries(separateOperations(document))
}
