import { useState } from 'react'
import { Empty } from '@/components/empty'
import { PageHeader } from '@/components/page-header'
import type { Arrival } from '@/features/connect/address'
import { ConnectPage } from '@/features/connect/connect-page'
import { FindJourney } from '@/features/onboardings/find-journey'
import { SendLink } from '@/features/onboardings/send-link'
import { SessionGate } from '@/features/session/session-gate'
import { StepUp, StepUpContext } from '@/features/session/step-up'
import { StepUpDialog } from '@/features/session/step-up-dialog'
import { UserMenu } from '@/features/session/user-menu'
import { createGraphQLClient } from '@/lib/client'
import { useCanOperate } from '@/lib/viewer'
import { signInPath } from './documents'
import { Frame } from './frame'
import { MainNav } from './main-nav'
import { StaffProviders } from './staff-providers'
import classes from './staff-connect.module.css'

/** The Connect page inside the admin, for signed-in staff. A document of its own: only here may Meta's SDK run. */
export function StaffConnect({ arrival }: { arrival: Arrival }) {
  const [stepUp] = useState(() => new StepUp())
  const [client] = useState(() =>
    createGraphQLClient({
      onStepUp: stepUp.ask,
      onUnauthenticated: () => window.location.replace(signInPath('/admin/connect')),
    }),
  )
  return (
    <StaffProviders client={client}>
      <StepUpContext value={stepUp}>
        <SessionGate>
          <Frame
            nav={<MainNav current="/admin/connect" />}
            user={
              <UserMenu
                onAccount={() => window.location.assign('/admin/account')}
                onSignedOut={() => window.location.assign(signInPath())}
              />
            }
          >
            <PageHeader
              title="Connect a business"
              documentTitle="Connect"
              below="A client’s business and its datasets, through Facebook Login for Business"
            />
            <div className={classes.page}>
              <Allowed arrival={arrival} />
              <FindJourney />
            </div>
          </Frame>
          <StepUpDialog onSignIn={() => window.location.assign(signInPath('/admin/connect'))} />
        </SessionGate>
      </StepUpContext>
    </StaffProviders>
  )
}

function Allowed({ arrival }: { arrival: Arrival }) {
  if (useCanOperate()) {
    return (
      <>
        <ConnectPage audience="staff" arrival={arrival} />
        <SendLink />
      </>
    )
  }
  return (
    <Empty icon="shield" title="Your role is Viewer">
      You can look at businesses and journeys, but not connect one. Ask an administrator for the Operator role.
    </Empty>
  )
}
