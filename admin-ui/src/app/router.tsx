import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  redirect,
  type RouterHistory,
} from '@tanstack/react-router'
import { parseApiKeysSearch } from '@/features/api-keys/api-keys-search'
import { parseBusinessesSearch } from '@/features/businesses/businesses-search'
import { parseOrphansSearch } from '@/features/orphans/orphans-search'
import { parseTeamSearch } from '@/features/team/team-search'
import { parseSearch, stringifySearch, text } from '@/lib/search-params'
import { AdminLayout } from './admin-layout'
import { AccountRoute } from './routes/account-route'
import { ApiKeysRoute } from './routes/api-keys-route'
import { BusinessRoute } from './routes/business-route'
import { parseBusinessSearch } from './routes/business-search'
import { BusinessesRoute } from './routes/businesses-route'
import { MemberRoute } from './routes/member-route'
import { NotFound } from './routes/not-found'
import { Crash } from './routes/crash'
import { RootRoute } from './routes/root-route'
import { SignInRoute } from './routes/sign-in-route'
import { TeamRoute } from './routes/team-route'

/** What routes get from the outside. */
interface RouterContext {
  /** The token of the one-time sign-in link that opened the app; null without one, and once it has been used. */
  linkToken: string | null
  /** Forgets everything that was read for the last person. */
  renewSession: () => void
}

const root = createRootRouteWithContext<RouterContext>()({ component: RootRoute, notFoundComponent: NotFound })

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: (raw): { refused?: string; return?: string } => ({
    refused: text(raw.refused),
    return: text(raw.return),
  }),
  component: SignInRoute,
})

const admin = createRoute({ getParentRoute: () => root, id: 'admin', component: AdminLayout })

const home = createRoute({
  getParentRoute: () => admin,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/businesses', replace: true })
  },
})

const businesses = createRoute({
  getParentRoute: () => admin,
  path: '/businesses',
  validateSearch: (raw) => ({ ...parseBusinessesSearch(raw), ...parseOrphansSearch(raw) }),
  component: BusinessesRoute,
})

const business = createRoute({
  getParentRoute: () => admin,
  path: '/businesses/$id',
  validateSearch: parseBusinessSearch,
  component: BusinessRoute,
})

const team = createRoute({
  getParentRoute: () => admin,
  path: '/team',
  validateSearch: parseTeamSearch,
  component: TeamRoute,
})

const member = createRoute({ getParentRoute: () => admin, path: '/team/$id', component: MemberRoute })

const apiKeys = createRoute({
  getParentRoute: () => admin,
  path: '/api-keys',
  validateSearch: parseApiKeysSearch,
  component: ApiKeysRoute,
})

const account = createRoute({ getParentRoute: () => admin, path: '/account', component: AccountRoute })

const routeTree = root.addChildren([signIn, admin.addChildren([home, businesses, business, team, member, apiKeys, account])])

/** The admin app's routes, under `/admin`. */
export function createAdminRouter(history?: RouterHistory) {
  return createRouter({
    basepath: '/admin',
    context: { linkToken: null, renewSession: () => undefined }, // RouterProvider gives the real one
    defaultErrorComponent: Crash,
    history,
    parseSearch,
    routeTree,
    scrollRestoration: true,
    stringifySearch,
  })
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAdminRouter>
  }
}
