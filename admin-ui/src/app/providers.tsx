import { MantineProvider } from '@mantine/core'
import type { Client } from '@urql/core'
import type { ReactNode } from 'react'
import { Provider } from 'urql'
import { theme } from '@/components/theme'

/** What every screen stands on. Mantine's variables come from the stylesheet (vite-mantine-variables.ts). */
export function Providers({ client, children }: { client: Client; children: ReactNode }) {
  return (
    <Provider value={client}>
      <MantineProvider theme={theme} defaultColorScheme="auto" withCssVariables={false} withGlobalClasses={false}>
        {children}
      </MantineProvider>
    </Provider>
  )
}
