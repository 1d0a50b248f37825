import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  type RouterHistory,
} from '@tanstack/react-router'
import { parseApiKeysSearch } from '@/features/api-keys/api-keys-search'
import { parseBusinessesSearch } from '@/features/businesses/businesses-search'
import { parseDatasetsSearch } from '@/features/datasets/all-datasets-search'
import { parseJobsSearch } from '@/features/jobs/jobs-search'
import { parseOrphansSearch } from '@/features/orphans/orphans-search'
import { parseDeliveriesSearch } from '@/features/webhook-endpoints/deliveries-search'
import { parseTeamSearch } from '@/features/team/team-search'
import { parseSearch, stringifySearch, text } from '@/lib/search-params'
import { AdminLayout } from './admin-layout'
import { parseActivitySearch } from './routes/activity-search'
import { parseBusinessSearch } from './routes/business-search'
import { BusinessesRoute } from './routes/businesses-route'
import { NotFound } from './routes/not-found'
import { OverviewPage } from './routes/overview-page'
import { Crash } from './routes/crash'
import { RootRoute } from './routes/root-route'
import { SignInRoute } from './routes/sign-in-route'
import { parseWebhooksSearch } from './routes/webhooks-search'

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

const overview = createRoute({ getParentRoute: () => admin, path: '/', component: OverviewPage })

const businesses = createRoute({
  getParentRoute: () => admin,
  path: '/businesses',
  validateSearch: (raw) => ({ ...parseBusinessesSearch(raw), ...parseOrphansSearch(raw) }),
  component: BusinessesRoute,
})

// What nobody begins with is loaded when it is opened, so that what staff begin with stays small.
const business = createRoute({
  getParentRoute: () => admin,
  path: '/businesses/$id',
  validateSearch: parseBusinessSearch,
  component: lazyRouteComponent(() => import('./routes/business-route'), 'BusinessRoute'),
})

const datasets = createRoute({
  getParentRoute: () => admin,
  path: '/datasets',
  validateSearch: parseDatasetsSearch,
  component: lazyRouteComponent(() => import('./routes/datasets-route'), 'DatasetsRoute'),
})

const appReview = createRoute({
  getParentRoute: () => admin,
  path: '/app-review',
  component: lazyRouteComponent(() => import('@/features/readiness/app-review-page'), 'AppReviewPage'),
})

const activity = createRoute({
  getParentRoute: () => admin,
  path: '/activity',
  validateSearch: parseActivitySearch,
  component: lazyRouteComponent(() => import('./routes/activity-route'), 'ActivityRoute'),
})

const onboarding = createRoute({
  getParentRoute: () => admin,
  path: '/activity/$id',
  component: lazyRouteComponent(() => import('./routes/onboarding-route'), 'OnboardingRoute'),
})

const webhooks = createRoute({
  getParentRoute: () => admin,
  path: '/webhooks',
  validateSearch: parseWebhooksSearch,
  component: lazyRouteComponent(() => import('./routes/webhooks-route'), 'WebhooksRoute'),
})

const webhookEndpoint = createRoute({
  getParentRoute: () => admin,
  path: '/webhooks/endpoints/$id',
  validateSearch: parseDeliveriesSearch,
  component: lazyRouteComponent(() => import('./routes/webhook-endpoint-route'), 'WebhookEndpointRoute'),
})

const webhookDelivery = createRoute({
  getParentRoute: () => admin,
  path: '/webhooks/deliveries/$id',
  component: lazyRouteComponent(() => import('./routes/webhook-delivery-route'), 'WebhookDeliveryRoute'),
})

const jobs = createRoute({
  getParentRoute: () => admin,
  path: '/jobs',
  validateSearch: parseJobsSearch,
  component: lazyRouteComponent(() => import('./routes/jobs-route'), 'JobsRoute'),
})

const setup = createRoute({
  getParentRoute: () => admin,
  path: '/setup',
  component: lazyRouteComponent(() => import('@/features/setup/setup-page'), 'SetupPage'),
})

const settings = createRoute({
  getParentRoute: () => admin,
  path: '/settings',
  component: lazyRouteComponent(() => import('@/features/settings/settings-page'), 'SettingsPage'),
})

const team = createRoute({
  getParentRoute: () => admin,
  path: '/team',
  validateSearch: parseTeamSearch,
  component: lazyRouteComponent(() => import('./routes/team-route'), 'TeamRoute'),
})

const member = createRoute({
  getParentRoute: () => admin,
  path: '/team/$id',
  component: lazyRouteComponent(() => import('./routes/member-route'), 'MemberRoute'),
})

const apiKeys = createRoute({
  getParentRoute: () => admin,
  path: '/api-keys',
  validateSearch: parseApiKeysSearch,
  component: lazyRouteComponent(() => import('./routes/api-keys-route'), 'ApiKeysRoute'),
})

const account = createRoute({
  getParentRoute: () => admin,
  path: '/account',
  component: lazyRouteComponent(() => import('./routes/account-route'), 'AccountRoute'),
})

const routeTree = root.addChildren([
  signIn,
  admin.addChildren([
    overview,
    businesses,
    business,
    datasets,
    activity,
    onboarding,
    setup,
    appReview,
    webhooks,
    webhookEndpoint,
    webhookDelivery,
    jobs,
    settings,
    team,
    member,
    apiKeys,
    account,
  ]),
])

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
