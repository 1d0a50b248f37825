import type { Role } from './viewer'

/** The staff roles, from the least to the most powerful. */
export const roles: readonly Role[] = ['VIEWER', 'OPERATOR', 'ADMIN']

/** The staff roles, in words. */
export const roleNames: Record<Role, string> = { VIEWER: 'Viewer', OPERATOR: 'Operator', ADMIN: 'Administrator' }

/** What one may do with each. */
export const roleRights: Record<Role, string> = {
  VIEWER: 'Sees businesses, datasets, onboardings and the audit, and changes nothing.',
  OPERATOR: 'Sees all of it, and connects, syncs, checks and disconnects businesses.',
  ADMIN: 'Does everything: also manages the team and API keys, forgets stuck connections and erases businesses.',
}
