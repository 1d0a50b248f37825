import react from '@vitejs/plugin-react'
import type { Plugin } from 'vite'
import { defineConfig } from 'vitest/config'
import { compressed, withoutLargeOriginals } from './vite-compressed.ts'
import { mantineVariables } from './vite-mantine-variables.ts'
import { preact } from './vite-preact.ts'
import { trustedDocuments } from './vite-trusted-documents.ts'

const program = 'http://127.0.0.1:8080'

/** The documents beside the admin app: server/pages.go. */
const documents: Record<string, string | undefined> = {
  '/connect': 'connect.html',
  '/connect/embedded': 'connect.html',
  '/admin/connect': 'staff-connect.html',
  '/admin/playground': 'playground.html',
}

/** The development server at the addresses under which the program serves the documents beside the admin app. */
function documentsInDevelopment(): Plugin {
  return {
    name: 'documents-in-development',
    configureServer({ middlewares }) {
      middlewares.use((request, _, next) => {
        const [path] = (request.url ?? '').split('?')
        const document = documents[path ?? '']
        if (document) {
          request.url = `/admin/${document}`
        }
        next()
      })
    },
  }
}

/** The name of a group of modules without those of all documents that load it. */
const withoutLoaders = (name: string) => name.replace(/~.*|\.[^.]*$/, '')

export default defineConfig(({ command }) => ({
  base: '/admin/',
  plugins: [react(), mantineVariables(), trustedDocuments(), documentsInDevelopment(), compressed, withoutLargeOriginals],
  resolve: {
    alias: [{ find: /^@(?=\/)/, replacement: `${import.meta.dirname}/src` }, ...(command === 'build' ? preact : [])],
  },
  build: {
    // Data URLs would need `data:` in the policy's font-src and img-src.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // kB before compression: Monaco, which the playground alone loads. The libraries, which all documents share, have 510;
    // e2e/budget.e2e.ts holds what the others load.
    chunkSizeWarningLimit: 2900,
    rolldownOptions: {
      checks: { moduleLevelDirective: false }, // GraphiQL's files bear some for a compiler that has already run
      input: {
        index: 'index.html',
        connect: 'connect.html',
        'staff-connect': 'staff-connect.html',
        playground: 'playground.html',
      },
      // Apart from ours, so that a release leaves them in the browser's cache; router and QR code are the admin app's alone. What
      // the playground loads when it is opened (GraphiQL and Monaco) stays out of both. A client's Connect page loads nothing that
      // only the admin needs: e2e/budget.e2e.ts holds the sizes.
      output: {
        chunkFileNames: ({ name }) => `assets/${withoutLoaders(name)}-[hash].js`,
        assetFileNames: ({ names }) => `assets/${withoutLoaders(names[0] ?? '')}-[hash][extname]`,
        codeSplitting: {
          groups: [
            {
              name: 'libraries',
              test: /node_modules\/(?!@tanstack|use-sync|qrcode)/,
              tags: ['$initial'],
              entriesAware: true,
            },
            {
              name: 'shared',
              test: /\/src\/(?!features\/connect\/words)/, // a client loads the words of its language alone
              minShareCount: 2,
              tags: ['$initial'],
              entriesAware: true,
            },
          ],
        },
      },
    },
  },
  server: {
    proxy: { '/graphql': program, '/auth': program, '/oauth': program },
  },
  test: {
    environment: 'jsdom',
    include: ['{src,capi-connect}/**/*.test.{ts,tsx}'],
    setupFiles: 'src/test/setup.ts',
    testTimeout: 20_000,
  },
}))
