import { useState } from 'react'
import { DocumentTitle } from '@/components/document-title'
import { Logo } from '@/components/logo'
import { StatePanel } from '@/features/connect/state-panel'
import { Unmet } from '@/features/connect/unmet'
import { TellPartner } from '@/features/connect/use-partner-news'
import { usePartnerPage } from '@/features/connect/use-partner-page'
import { createGraphQLClient } from '@/lib/client'
import { ClientConnect } from './client-connect'
import classes from './client-page.module.css'
import { Providers } from './providers'

const firstArrival = { login: '', onboarding: '' }

/** The Connect page in a window that a partner's page has opened, and which is told what comes of it. */
export function EmbeddedConnect() {
  const [client] = useState(() => createGraphQLClient({ onUnauthenticated: () => undefined }))
  const meeting = usePartnerPage()
  if (typeof meeting === 'string') {
    return (
      <Providers client={client}>
        <div className={classes.shell}>
          <DocumentTitle of="Connect your business" />
          <header>
            <Logo />
          </header>
          <main>
            <h1 className={classes.title}>Connect your business</h1>
            <StatePanel step={meeting}>
              <Unmet because={meeting} />
            </StatePanel>
          </main>
        </div>
      </Providers>
    )
  }
  return (
    <TellPartner value={meeting.tell}>
      <ClientConnect token={meeting.token} arrival={firstArrival} />
    </TellPartner>
  )
}
