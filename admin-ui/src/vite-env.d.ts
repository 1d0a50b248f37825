/// <reference types="vite/client" />

declare module 'virtual:document-ids' {
  /** The ids under which the program has this build's documents, by the name of the operation; none in development. */
  const ids: Record<string, string>
  export default ids
}

interface Window {
  /** Called by Meta's SDK once it has loaded. */
  fbAsyncInit?: () => void
}
