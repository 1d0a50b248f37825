// In the place of `react`, which it is named after: no barrel of ours, but the one that libraries import.
/* eslint-disable naming/no-barrel */
export * from 'preact/compat'
export { default } from 'preact/compat'

/** Mantine keeps what is hidden mounted in one, if it is told to; here it is mounted anew. */
export function Activity({ mode, children }) {
  return mode === 'hidden' ? null : children
}
