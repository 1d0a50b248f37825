/// <reference types="vite/client" />

interface Window {
  /** Called by Meta's SDK once it has loaded. */
  fbAsyncInit?: () => void
}
