import { defineConfig, type BuildOptions } from 'vite'
import { compressed } from './vite-compressed.ts'

/** What `<capi-connect>` is built into: the script that the program serves, and the module of the package. */
const builds: Record<string, BuildOptions> = {
  production: {
    outDir: 'dist',
    emptyOutDir: false, // the pages lie there already
    lib: { entry: 'capi-connect/embed.ts', formats: ['iife'], name: 'capiConnect', fileName: () => 'embed.js' },
  },
  package: {
    outDir: 'capi-connect/dist',
    lib: { entry: 'capi-connect/main.ts', formats: ['es'], fileName: () => 'capi-connect.js' },
  },
}

export default defineConfig(({ mode }) => ({
  plugins: mode === 'production' ? [compressed] : [],
  publicDir: false,
  resolve: { alias: [{ find: /^@(?=\/)/, replacement: `${import.meta.dirname}/src` }] },
  build: { target: 'es2022', ...builds[mode] },
}))
