import { transformAsync } from '@babel/core'
import { defineConfig, type Plugin } from 'vitest/config'

/** Puts what relay-compiler has generated in the place of each graphql`…`; relay.config.json says where that is. */
const relay: Plugin = {
  name: 'relay',
  enforce: 'pre',
  async transform(code, filename) {
    if (!code.includes('graphql`')) {
      return undefined
    }
    const parserOpts = { plugins: ['typescript' as const, 'jsx' as const] }
    const options = { filename, parserOpts, plugins: ['relay'], babelrc: false, configFile: false, sourceMaps: true }
    const result = await transformAsync(code, options)
    return { code: result?.code ?? '', map: result?.map }
  },
}

export default defineConfig({
  plugins: [relay],
  test: { include: ['src/**/*.test.{ts,tsx}'], fileParallelism: false, testTimeout: 30_000 },
})
