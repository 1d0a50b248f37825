import { readdirSync } from 'node:fs'
import path from 'node:path'
import graphql from '@graphql-eslint/eslint-plugin'
import js from '@eslint/js'
import jsxA11y from 'eslint-plugin-jsx-a11y'
import reactHooks from 'eslint-plugin-react-hooks'
import tseslint from 'typescript-eslint'

const features = readdirSync(path.join(import.meta.dirname, 'src/features'))

const parents = { group: ['../*'], message: 'Write @/… across folders, so that the import direction can be checked.' }

/** Files under `folder` may import nothing that matches one of `forbidden`. */
function direction(folder, forbidden, message) {
  return {
    files: [`src/${folder}/**`],
    ignores: ['**/*.test.*'],
    rules: { 'no-restricted-imports': ['error', { patterns: [parents, { group: forbidden, message }] }] },
  }
}

const naming = {
  rules: {
    'kebab-case': {
      create: (context) => ({
        Program(node) {
          if (!/^[a-z0-9-]+(\.[a-z0-9-]+)*$/.test(path.basename(context.filename))) {
            context.report({ node, message: 'File names are kebab-case.' })
          }
        },
      }),
    },
    'no-barrel': {
      create: (context) => ({
        ExportAllDeclaration: (node) =>
          context.report({ node, message: 'No barrel files: import from the file itself.' }),
        'ExportNamedDeclaration[source]': (node) =>
          context.report({ node, message: 'No barrel files: import from the file itself.' }),
      }),
    },
  },
}

const programs = ['**/*.{js,ts,tsx}']

/** What the API promises to those who read its schema. What is left out of graphql-eslint's lists has its reason here. */
const schema = {
  files: ['schema.graphql'],
  plugins: { '@graphql-eslint': graphql },
  languageOptions: { parser: graphql.parser, parserOptions: { graphQLConfig: { schema: 'schema.graphql' } } },
  rules: {
    ...graphql.configs['flat/schema-recommended'].rules,
    ...graphql.configs['flat/schema-relay'].rules,
    '@graphql-eslint/require-description': [
      'error',
      {
        types: true,
        DirectiveDefinition: true,
        EnumValueDefinition: true,
        FieldDefinition: true,
        InputValueDefinition: true,
        rootField: true,
      },
    ],
    '@graphql-eslint/input-name': ['error', { checkInputType: true, caseSensitiveInputType: false }],
    '@graphql-eslint/no-scalar-result-type-on-mutation': 'error',
    // Audit events and changes of a list have no page of their own, so they are no nodes; and short lists are not paged.
    '@graphql-eslint/relay-edge-types': ['error', { shouldImplementNode: false, listTypeCanWrapOnlyEdgeType: false }],
    // What has an identity implements Node, which the compiler checks; a problem or a receipt has none.
    '@graphql-eslint/strict-id-in-types': 'off',
  },
}

export default tseslint.config(
  schema,
  { ignores: ['dist', 'capi-connect/dist', 'node_modules', 'e2e/screenshots', 'src/graphql-env.d.ts'] },
  ...[
    js.configs.recommended,
    ...tseslint.configs.strict,
    jsxA11y.flatConfigs.strict,
    reactHooks.configs.flat['recommended-latest'],
  ].map((config) => ({ files: programs, ...config })),
  {
    files: programs,
    plugins: { naming },
    rules: {
      'naming/kebab-case': 'error',
      'naming/no-barrel': 'error',
      'no-restricted-imports': ['error', { patterns: [parents] }],
    },
  },
  {
    files: ['public/**'],
    languageOptions: { globals: { document: 'readonly', localStorage: 'readonly', matchMedia: 'readonly' } },
  },
  direction('lib', ['@/components/*', '@/features/*', '@/app/*'], 'lib is the lowest layer.'),
  direction(
    'components',
    ['@/features/*', '@/app/*', 'urql', 'gql.tada'],
    'Components know neither features nor GraphQL.',
  ),
  ...features.map((feature) =>
    direction(
      `features/${feature}`,
      ['@/app/*', ...features.filter((other) => other !== feature).map((other) => `@/features/${other}/*`)],
      'Features import neither each other nor the app; a page in src/app joins them.',
    ),
  ),
)
