import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { constants } from 'node:zlib'
import type { Plugin } from 'vite'
import { compression, defineAlgorithm } from 'vite-plugin-compression2'

/** What the program sends to those who take it: server/forms.go. */
export const compressed = compression({
  threshold: 1000,
  algorithms: [
    defineAlgorithm('gzip', { level: constants.Z_BEST_COMPRESSION }),
    defineAlgorithm('brotliCompress', { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }),
  ],
})

/** A file that is larger goes into the program compressed alone: whoever takes it only as it is, which no browser does, has it unpacked. */
const largeFile = 100_000

export const withoutLargeOriginals: Plugin = {
  name: 'without-large-originals',
  apply: 'build',
  async writeBundle({ dir }, bundle) {
    for (const [name, file] of Object.entries(bundle)) {
      const size = file.type === 'chunk' ? file.code.length : file.source.length
      if (size > largeFile && `${name}.gz` in bundle) await rm(join(dir ?? '', name))
    }
  },
}
