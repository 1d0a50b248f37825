import react from '@vitejs/plugin-react'
import type { Plugin } from 'vite'
import { defineConfig } from 'vitest/config'
import { mantineVariables } from './vite-mantine-variables.ts'
import { trustedDocuments } from './vite-trusted-documents.ts'

const program = 'http://127.0.0.1:8080'

/** The development server at the addresses under which the program serves the Connect page. */
function connectInDevelopment(): Plugin {
  return {
    name: 'connect-in-development',
    configureServer({ middlewares }) {
      middlewares.use((request, _, next) => {
        if (/^(\/admin)?\/connect(\?|$)/.test(request.url ?? '')) {
          request.url = '/admin/connect.html'
        }
        next()
      })
    },
  }
}

export default defineConfig({
  base: '/admin/',
  plugins: [react(), mantineVariables(), trustedDocuments(), connectInDevelopment()],
  resolve: { alias: { '@': `${import.meta.dirname}/src` } },
  build: {
    // Data URLs would need `data:` in the policy's font-src and img-src.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 600, // kB before compression: the libraries, which both documents share
    rolldownOptions: {
      input: { index: 'index.html', connect: 'connect.html' },
      // Apart from ours, so that a release leaves them in the browser's cache; router and QR code are the admin app's alone.
      output: {
        codeSplitting: {
          groups: [
            { name: 'libraries', test: /node_modules\/(?!@tanstack|use-sync|qrcode)/ },
            { name: 'shared', test: /\/src\//, minShareCount: 2 },
          ],
        },
      },
    },
  },
  server: {
    proxy: { '/graphql': program, '/auth': program },
  },
  test: {
    environment: 'jsdom',
    include: ['src/**/*.test.{ts,tsx}'],
    setupFiles: 'src/test/setup.ts',
    testTimeout: 20_000,
  },
})
