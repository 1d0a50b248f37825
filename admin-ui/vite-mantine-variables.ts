import { convertCssVariables, DEFAULT_THEME, defaultCssVariablesResolver, mergeMantineTheme } from '@mantine/core'
import type { Plugin } from 'vite'
import { theme } from './src/components/theme.ts'

const id = 'virtual:mantine-variables.css'
/** What Mantine computes and injects styles with at run time; its provider loads it even where it is told not to use it. */
const injector = /\/(MantineCssVariables|MantineClasses)\.mjs$/

/**
 * Writes the theme's CSS variables into a stylesheet. Mantine would inject them at run time as a `<style>` element,
 * which the content security policy (`style-src 'self'`) forbids; what would do so is left out of what is built.
 */
export function mantineVariables(): Plugin {
  return {
    name: 'mantine-variables',
    enforce: 'pre',
    resolveId: (source) => (source === id || injector.test(source) ? `\0${source}` : undefined),
    load(source) {
      const [, component] = injector.exec(source) ?? []
      if (component) {
        return `export const ${component} = () => null`
      }
      return source === `\0${id}` ? mantineStyles() : undefined
    },
  }
}

function mantineStyles() {
  const variables = defaultCssVariablesResolver(mergeMantineTheme(DEFAULT_THEME, theme))
  variables.light['--mantine-color-scheme'] = 'light'
  variables.dark['--mantine-color-scheme'] = 'dark'
  return convertCssVariables(variables, ':root')
}
