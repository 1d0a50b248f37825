import { useState } from 'react'
import type { Arrival } from '@/features/connect/address'
import { ConnectPage } from '@/features/connect/connect-page'
import { DeadLink } from '@/features/connect/dead-link'
import { deadLinkOf } from '@/features/connect/ends'
import { StatePanel } from '@/features/connect/state-panel'
import { useOpened, type Opened } from '@/features/connect/use-opened'
import { readBrand } from '@/lib/brand'
import { createGraphQLClient } from '@/lib/client'
import { ClientPage } from './client-page'
import { Providers } from './providers'

interface ClientConnectProps {
  /** The onboarding token; null without one. */
  token: string | null
  arrival: Arrival
}

/** The Connect page for a client, opened with an onboarding token, which is kept in this tab only. */
export function ClientConnect({ token, arrival }: ClientConnectProps) {
  const [brand] = useState(readBrand)
  const [client] = useState(() =>
    // A refused token needs no action here: the page itself says that the link no longer works.
    createGraphQLClient({ bearer: token ?? undefined, onUnauthenticated: () => undefined }),
  )
  return (
    <Providers client={client}>
      {token ? (
        <Invited token={token} arrival={arrival} brand={brand} />
      ) : (
        <ClientPage brand={brand} asked={arrival.language}>
          <StatePanel>
            <DeadLink reason="MISSING" />
          </StatePanel>
        </ClientPage>
      )}
    </Providers>
  )
}

function Invited({ token, arrival, brand }: { token: string; arrival: Arrival; brand: ReturnType<typeof readBrand> }) {
  const opened = useOpened('')
  return (
    <ClientPage brand={brand} asked={askedIn(opened, arrival.language)}>
      <ConnectPage opened={opened} arrival={arrival} token={token} />
    </ClientPage>
  )
}

/** The language that the onboarding asks for, else the address; undefined while the onboarding is not known. */
function askedIn({ data, error }: Opened, address: string) {
  if (data) {
    return data.onboarding?.language ?? address
  }
  return error ? (deadLinkOf(error)?.language ?? address) : undefined
}
