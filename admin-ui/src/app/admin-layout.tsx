import { createLink, Outlet, useNavigate, useRouteContext, useRouter } from '@tanstack/react-router'
import { SessionGate } from '@/features/session/session-gate'
import { StepUpDialog } from '@/features/session/step-up-dialog'
import { UserMenu } from '@/features/session/user-menu'
import { Frame } from './frame'
import { MainNav } from './main-nav'
import { NavItem } from './nav-item'

const NavLink = createLink(NavItem)

/** The frame around every signed-in screen of the admin app. */
export function AdminLayout() {
  const navigate = useNavigate()
  const router = useRouter()
  const { renewSession } = useRouteContext({ from: '__root__' })

  async function leave() {
    await navigate({ to: '/sign-in' })
    renewSession() // not earlier: the screen left behind would ask the server again, for nobody
  }

  function signInAgain() {
    void navigate({ to: '/sign-in', search: { return: router.history.location.href } })
  }

  return (
    <SessionGate>
      <Frame
        nav={<MainNav renderRoute={(route, props) => <NavLink to={route} {...props} />} />}
        user={<UserMenu onAccount={() => navigate({ to: '/account' })} onSignedOut={leave} />}
      >
        <Outlet />
      </Frame>
      <StepUpDialog onSignIn={signInAgain} />
    </SessionGate>
  )
}
