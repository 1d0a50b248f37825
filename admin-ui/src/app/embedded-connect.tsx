import { useState } from 'react'
import type { Arrival } from '@/features/connect/address'
import { StatePanel } from '@/features/connect/state-panel'
import { Unmet } from '@/features/connect/unmet'
import { TellPartner } from '@/features/connect/use-partner-news'
import { usePartnerPage } from '@/features/connect/use-partner-page'
import { readBrand } from '@/lib/brand'
import { createGraphQLClient } from '@/lib/client'
import { ClientConnect } from './client-connect'
import { ClientPage } from './client-page'
import { Providers } from './providers'

/** The Connect page in a window that a partner's page has opened, and which is told what comes of it. */
export function EmbeddedConnect({ arrival }: { arrival: Arrival }) {
  const [brand] = useState(readBrand)
  const [client] = useState(() => createGraphQLClient({ onUnauthenticated: () => undefined }))
  const meeting = usePartnerPage()
  if (meeting.step === 'met') {
    return (
      <TellPartner value={meeting.page.tell}>
        <ClientConnect token={meeting.page.token} arrival={arrival} />
      </TellPartner>
    )
  }
  const asked = (meeting.step === 'dead' && meeting.link.language) || arrival.language
  return (
    <Providers client={client}>
      <ClientPage brand={brand} asked={asked}>
        <StatePanel step={meeting.step}>
          <Unmet meeting={meeting} />
        </StatePanel>
      </ClientPage>
    </Providers>
  )
}
