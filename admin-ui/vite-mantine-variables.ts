import { convertCssVariables, DEFAULT_THEME, defaultCssVariablesResolver, mergeMantineTheme } from '@mantine/core'
import type { Plugin } from 'vite'
import { theme } from './src/components/theme.ts'

const id = 'virtual:mantine-variables.css'

/**
 * Writes the theme's CSS variables into a stylesheet. Mantine would inject them at run time as a `<style>` element,
 * which the content security policy (`style-src 'self'`) forbids.
 */
export function mantineVariables(): Plugin {
  return {
    name: 'mantine-variables',
    resolveId: (source) => (source === id ? `\0${id}` : undefined),
    load(source) {
      if (source !== `\0${id}`) {
        return undefined
      }
      const variables = defaultCssVariablesResolver(mergeMantineTheme(DEFAULT_THEME, theme))
      variables.light['--mantine-color-scheme'] = 'light'
      variables.dark['--mantine-color-scheme'] = 'dark'
      return convertCssVariables(variables, ':root')
    },
  }
}
