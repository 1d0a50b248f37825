import { useState } from 'react'
import { DocumentTitle } from '@/components/document-title'
import { Logo } from '@/components/logo'
import type { Arrival } from '@/features/connect/address'
import { ConnectPage } from '@/features/connect/connect-page'
import { DeadLink } from '@/features/connect/dead-link'
import { StatePanel } from '@/features/connect/state-panel'
import { createGraphQLClient } from '@/lib/client'
import classes from './client-connect.module.css'
import { Providers } from './providers'

interface ClientConnectProps {
  /** The onboarding token; null without one. */
  token: string | null
  arrival: Arrival
}

/** The Connect page for a client, opened with an onboarding token, which is kept in this tab only. */
export function ClientConnect({ token, arrival }: ClientConnectProps) {
  const [client] = useState(() =>
    // A refused token needs no action here: the page itself says that the link no longer works.
    createGraphQLClient({ bearer: token ?? undefined, onUnauthenticated: () => undefined }),
  )
  return (
    <Providers client={client}>
      <div className={classes.shell}>
        <DocumentTitle of="Connect your business" />
        <header>
          <Logo />
        </header>
        <main>
          <h1 className={classes.title}>Connect your business</h1>
          {token ? (
            <ConnectPage audience="client" arrival={arrival} token={token} />
          ) : (
            <StatePanel>
              <DeadLink missing />
            </StatePanel>
          )}
        </main>
      </div>
    </Providers>
  )
}
