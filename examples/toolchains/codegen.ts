import type { CodegenConfig } from '@graphql-codegen/cli'

const config: CodegenConfig = {
  schema: '../../admin-ui/schema.graphql',
  documents: 'src/*.ts',
  generates: {
    'src/graphql/': {
      preset: 'client',
      presetConfig: { fragmentMasking: { unmaskFunctionName: 'unmask' } },
      config: {
        enumsAsTypes: true,
        scalars: { Date: 'string', DateTime: 'string', ID: 'string', JSON: 'unknown', URL: 'string' },
        strictScalars: true,
        useTypeImports: true,
      },
    },
  },
}

export default config
