import { RouterProvider, type RouterHistory } from '@tanstack/react-router'
import type { Client } from '@urql/core'
import { useReducer, useState } from 'react'
import { StepUp, StepUpContext } from '@/features/session/step-up'
import { createGraphQLClient } from '@/lib/client'
import { StaffProviders } from './staff-providers'
import { createAdminRouter } from './router'

interface AdminAppProps {
  /** The token of the one-time sign-in link that opened the app, or null. */
  linkToken: string | null
  /** The browser's own history unless given. */
  history?: RouterHistory
}

interface Session {
  client: Client
  linkToken: string | null
}

/** The admin app. */
export function AdminApp({ linkToken, history }: AdminAppProps) {
  const [router] = useState(() => createAdminRouter(history))
  const [stepUp] = useState(() => new StepUp())
  // A new session has nothing in its cache, so that nobody sees what was read for the person before, and no token:
  // a one-time link has done its work.
  const [session, renewSession] = useReducer(
    () => ({ client: clientFor(router, stepUp), linkToken: null }),
    null,
    (): Session => ({ client: clientFor(router, stepUp), linkToken }),
  )
  return (
    <StaffProviders client={session.client}>
      <StepUpContext value={stepUp}>
        <RouterProvider router={router} context={{ linkToken: session.linkToken, renewSession }} />
      </StepUpContext>
    </StaffProviders>
  )
}

/** A client that sends whoever is not signed in to do so, and back afterwards. */
function clientFor(router: ReturnType<typeof createAdminRouter>, stepUp: StepUp) {
  return createGraphQLClient({
    onStepUp: stepUp.ask,
    onUnauthenticated() {
      const { pathname, href } = router.history.location
      if (pathname !== '/admin/sign-in') {
        void router.navigate({ to: '/sign-in', search: { return: href }, replace: true })
      }
    },
  })
}
