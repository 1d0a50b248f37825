import editorUrl from 'monaco-editor/esm/vs/editor/editor.worker.js?worker&url'
import jsonUrl from 'monaco-editor/esm/vs/language/json/json.worker.js?worker&url'
import graphqlUrl from 'monaco-graphql/esm/graphql.worker.js?worker&url'
import { createPolicy } from './trusted-types'

const urls = [editorUrl, jsonUrl, graphqlUrl]

const policy = createPolicy('playground-workers', {
  createScriptURL(url) {
    if (!urls.includes(url)) {
      throw new TypeError(`No worker of the playground: ${url}`)
    }
    return url
  },
})

/** What Monaco does beside the page: it suggests, and finds mistakes. */
self.MonacoEnvironment = {
  getWorker(_, label) {
    const url = label === 'graphql' ? graphqlUrl : label === 'json' ? jsonUrl : editorUrl
    // Vite's development server hands out modules.
    return new Worker((policy?.createScriptURL(url) ?? url) as string, {
      name: label,
      type: import.meta.env.DEV ? 'module' : 'classic',
    })
  },
}
