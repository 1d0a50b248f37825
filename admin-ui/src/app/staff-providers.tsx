import { Notifications } from '@mantine/notifications'
import type { Client } from '@urql/core'
import type { ReactNode } from 'react'
import { Providers } from './providers'

/** What the screens of the admin stand on: Providers, and a place for what is told in passing. */
export function StaffProviders({ client, children }: { client: Client; children: ReactNode }) {
  return (
    <Providers client={client}>
      <Notifications position="bottom-right" />
      {children}
    </Providers>
  )
}
