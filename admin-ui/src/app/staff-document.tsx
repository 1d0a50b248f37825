import { useState, type ReactNode } from 'react'
import { SessionGate } from '@/features/session/session-gate'
import { StepUp, StepUpContext } from '@/features/session/step-up'
import { StepUpDialog } from '@/features/session/step-up-dialog'
import { UserMenu } from '@/features/session/user-menu'
import { createGraphQLClient } from '@/lib/client'
import { signInPath, type AdminDocument } from './documents'
import { Frame } from './frame'
import { MainNav } from './main-nav'
import { StaffProviders } from './staff-providers'

interface StaffDocumentProps {
  path: AdminDocument
  wide?: boolean
  /** Before whoever has signed out leaves. */
  onSignedOut?: () => void
  children: ReactNode
}

/** A page of the admin that is a document of its own, for signed-in staff. */
export function StaffDocument({ path, wide, onSignedOut, children }: StaffDocumentProps) {
  const [stepUp] = useState(() => new StepUp())
  const [client] = useState(() => createGraphQLClient({ onStepUp: stepUp.ask, onUnauthenticated: () => leaveFor(path) }))

  function end() {
    onSignedOut?.()
    window.location.assign(signInPath())
  }

  return (
    <StaffProviders client={client}>
      <StepUpContext value={stepUp}>
        <SessionGate>
          <Frame
            wide={wide}
            nav={<MainNav current={path} />}
            user={<UserMenu onAccount={() => window.location.assign('/admin/account')} onSignedOut={end} />}
          >
            {children}
          </Frame>
          <StepUpDialog onSignIn={() => leaveFor(path)} />
        </SessionGate>
      </StepUpContext>
    </StaffProviders>
  )
}

/** To the sign-in page, and back to `path`: the session is over. */
export function leaveFor(path: AdminDocument) {
  window.location.replace(signInPath(path))
}
