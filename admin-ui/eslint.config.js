import { readdirSync } from 'node:fs'
import path from 'node:path'
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

export default tseslint.config(
  { ignores: ['dist', 'node_modules', 'e2e/screenshots', 'src/graphql-env.d.ts'] },
  js.configs.recommended,
  tseslint.configs.strict,
  jsxA11y.flatConfigs.strict,
  reactHooks.configs.flat['recommended-latest'],
  {
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
