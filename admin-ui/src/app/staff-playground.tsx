import { useState } from 'react'
import { PageHeader } from '@/components/page-header'
import { PlaygroundPage } from '@/features/playground/playground-page'
import { forgetWork } from '@/features/playground/work-storage'
import { SessionGate } from '@/features/session/session-gate'
import { StepUp, StepUpContext } from '@/features/session/step-up'
import { StepUpDialog } from '@/features/session/step-up-dialog'
import { UserMenu } from '@/features/session/user-menu'
import { createGraphQLClient } from '@/lib/client'
import { signInPath } from './documents'
import { Frame } from './frame'
import { MainNav } from './main-nav'
import { StaffProviders } from './staff-providers'

/** The playground, for signed-in staff. A document of its own: its editor needs a looser policy than the other pages. */
export function StaffPlayground() {
  const [stepUp] = useState(() => new StepUp())
  const [client] = useState(() => createGraphQLClient({ onUnauthenticated: leave }))
  return (
    <StaffProviders client={client}>
      <StepUpContext value={stepUp}>
        <SessionGate>
          <Frame
            wide
            nav={<MainNav current="/admin/playground" />}
            user={<UserMenu onAccount={() => window.location.assign('/admin/account')} onSignedOut={end} />}
          >
            <PageHeader
              title="Playground"
              documentTitle="Playground"
              below="Try the GraphQL API that this admin app and your own programs use"
            />
            <PlaygroundPage onStepUp={stepUp.ask} onUnauthenticated={leave} />
          </Frame>
          <StepUpDialog onSignIn={leave} />
        </SessionGate>
      </StepUpContext>
    </StaffProviders>
  )
}

/** To the sign-in page, and back: the session is over, what was typed is kept. */
function leave() {
  window.location.replace(signInPath('/admin/playground'))
}

function end() {
  forgetWork()
  window.location.assign(signInPath())
}
