import type { IconName } from '@/components/icon'
import type { Role } from '@/lib/viewer'
import type { AdminDocument } from './documents'

/** A page that the admin app routes, or one that is a document of its own. */
export type Destination = { icon: IconName; label: string } & ({ route: string } | { document: AdminDocument })

interface Group {
  /** What its pages are about; null for what staff do all day. */
  name: string | null
  /** Who has anything to do there; everybody unless given. */
  role?: Role
  destinations: readonly Destination[]
}

/** Where the main navigation leads, in its order. */
export const groups = [
  {
    name: null,
    destinations: [
      { route: '/', icon: 'grid', label: 'Overview' },
      { route: '/businesses', icon: 'building', label: 'Businesses' },
      { route: '/datasets', icon: 'database', label: 'Datasets' },
      { document: '/admin/connect', icon: 'link', label: 'Connect' },
      { route: '/activity', icon: 'activity', label: 'Activity' },
    ],
  },
  {
    name: 'Installation',
    destinations: [
      { route: '/setup', icon: 'checklist', label: 'Setup' },
      { route: '/app-review', icon: 'chart', label: 'App Review' },
      { route: '/webhooks', icon: 'inbox', label: 'Webhooks' },
      { route: '/jobs', icon: 'list', label: 'Jobs' },
      { route: '/settings', icon: 'sliders', label: 'Settings' },
    ],
  },
  {
    name: 'Access',
    role: 'ADMIN',
    destinations: [
      { route: '/team', icon: 'team', label: 'Team' },
      { route: '/api-keys', icon: 'key', label: 'API keys' },
    ],
  },
  {
    name: 'For developers',
    destinations: [{ document: '/admin/playground', icon: 'terminal', label: 'Playground' }],
  },
] as const satisfies readonly Group[]

type Member = (typeof groups)[number]['destinations'][number]

/** The routes among them, as the router knows them. */
export type NavRoute = Extract<Member, { route: string }>['route']
