import { constants } from 'node:zlib'
import { compression, defineAlgorithm } from 'vite-plugin-compression2'

/** What the program sends to those who take it: server/forms.go. */
export const compressed = compression({
  threshold: 1000,
  algorithms: [
    defineAlgorithm('gzip', { level: constants.Z_BEST_COMPRESSION }),
    defineAlgorithm('brotliCompress', { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }),
  ],
})
