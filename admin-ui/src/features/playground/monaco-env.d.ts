declare module 'monaco-editor/esm/vs/base/browser/dompurify/dompurify.js' {
  interface Config {
    FORBID_ATTR?: string[]
    FORBID_TAGS?: string[]
  }

  const purify: { sanitize(html: string, config: Config): string }
  export default purify
}

declare module '*?worker&url' {
  const url: string
  export default url
}
