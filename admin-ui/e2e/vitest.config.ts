import { defineConfig } from 'vitest/config'

export default defineConfig({
  root: `${import.meta.dirname}/..`,
  resolve: { alias: { '@': `${import.meta.dirname}/../src` } },
  test: {
    environment: 'node',
    fileParallelism: false,
    hookTimeout: 60_000,
    include: ['e2e/**/*.e2e.ts'],
    testTimeout: 180_000,
  },
})
