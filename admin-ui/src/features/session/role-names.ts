/** The staff roles, in words. */
export const roleNames = { VIEWER: 'Viewer', OPERATOR: 'Operator', ADMIN: 'Administrator' }
