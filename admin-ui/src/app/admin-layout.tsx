import { createLink, Outlet, useNavigate, useRouteContext, useRouter } from '@tanstack/react-router'
import { SessionGate } from '@/features/session/session-gate'
import { StepUpDialog } from '@/features/session/step-up-dialog'
import { UserMenu } from '@/features/session/user-menu'
import type { NavRoute } from './destinations'
import { Frame } from './frame'
import { MainNav } from './main-nav'
import { NavItem, type NavItemProps } from './nav-item'

const NavLink = createLink(NavItem)

/** Every address begins like that of the overview, which is only where its own is. */
function renderNavLink(route: NavRoute, props: NavItemProps) {
  return <NavLink to={route} activeOptions={{ exact: route === '/' }} {...props} />
}

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
        nav={<MainNav renderRoute={renderNavLink} />}
        user={<UserMenu onAccount={() => navigate({ to: '/account' })} onSignedOut={leave} />}
      >
        <Outlet />
      </Frame>
      <StepUpDialog onSignIn={signInAgain} />
    </SessionGate>
  )
}
