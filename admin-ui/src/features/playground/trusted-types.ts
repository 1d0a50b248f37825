import purify from 'monaco-editor/esm/vs/base/browser/dompurify/dompurify.js'

interface PolicyOptions {
  createHTML?: (html: string) => string
  createScriptURL?: (url: string) => string
}

/** What this browser has of https://www.w3.org/TR/trusted-types/, which TypeScript does not know yet. */
interface TrustedTypes {
  createPolicy(name: string, options: PolicyOptions): { createScriptURL(url: string): unknown }
}

/** A policy for what the Content-Security-Policy lets only trusted code do; undefined in a browser that knows none. */
export function createPolicy(name: string, options: PolicyOptions) {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes }
  return trustedTypes?.createPolicy(name, options)
}

// GraphiQL renders the schema's descriptions, which are Markdown, by way of innerHTML. All that is left of such HTML is
// what a text consists of. There is no createScript and no createScriptURL: these stay forbidden.
createPolicy('default', {
  createHTML: (html) => purify.sanitize(html, { FORBID_ATTR: ['style'], FORBID_TAGS: ['form', 'input', 'style'] }),
})
