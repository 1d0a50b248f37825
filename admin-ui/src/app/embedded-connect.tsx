import { useState } from 'react'
import { StatePanel } from '@/features/connect/state-panel'
import { Unmet } from '@/features/connect/unmet'
import { TellPartner } from '@/features/connect/use-partner-news'
import { usePartnerPage } from '@/features/connect/use-partner-page'
import { readBrand } from '@/lib/brand'
import { createGraphQLClient } from '@/lib/client'
import { ClientConnect } from './client-connect'
import { ClientPage } from './client-page'
import { Providers } from './providers'

const firstArrival = { login: '', onboarding: '' }

/** The Connect page in a window that a partner's page has opened, and which is told what comes of it. */
export function EmbeddedConnect() {
  const [brand] = useState(readBrand)
  const [client] = useState(() => createGraphQLClient({ onUnauthenticated: () => undefined }))
  const meeting = usePartnerPage()
  if (typeof meeting === 'string') {
    return (
      <Providers client={client}>
        <ClientPage brand={brand} asked={null}>
          <StatePanel step={meeting}>
            <Unmet because={meeting} />
          </StatePanel>
        </ClientPage>
      </Providers>
    )
  }
  return (
    <TellPartner value={meeting.tell}>
      <ClientConnect token={meeting.token} arrival={firstArrival} />
    </TellPartner>
  )
}
