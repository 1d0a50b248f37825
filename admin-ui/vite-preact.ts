import type { Alias } from 'vite'

/**
 * Has Preact render what is written for React: the pages load 60 kB less. What Preact lacks is in vite-preact-react.js. The development
 * server and the components' tests use React itself, the tests in a browser what is built.
 */
export const preact: Alias[] = [
  { find: /^react$/, replacement: `${import.meta.dirname}/vite-preact-react.js` },
  { find: /^react(?:-dom)?(?=\/)|^react-dom$/, replacement: 'preact/compat' },
]
