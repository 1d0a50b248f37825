import { GraphQLError } from 'graphql'
import { makeApiKey, makeUser, minutesAgo } from './factories'
import type { Installation } from './installation'
import { paginate, type PageArguments } from './paginate'
import type { ApiKeyRecord, ApiKeysArguments, UserRecord, UsersArguments } from './records'

type Input<T> = { input: T }

/** The root fields about members of staff and API keys. */
export function makeAccessRoot(installation: Installation) {
  const { users, apiKeys } = installation
  const link = { link: 'https://capi.example.com/admin/sign-in#link=link_once', linkExpiresAt: minutesAgo(-60) }

  function change(id: string, fields: Partial<UserRecord>, more = {}) {
    mustBeRecent(installation)
    const user = users.find((one) => one.id === id)
    Object.assign(user ?? {}, fields)
    return { user, userErrors: [], ...more }
  }

  function changeKey(id: string, fields: Partial<ApiKeyRecord>, more = {}) {
    mustBeRecent(installation)
    const apiKey = apiKeys.find((one) => one.id === id)
    Object.assign(apiKey ?? {}, fields)
    return { apiKey, userErrors: [], ...more }
  }

  return {
    user: ({ id }: { id: string }) => users.find((one) => one.id === id) ?? null,
    users: (args: UsersArguments & PageArguments) => {
      const state = args.filter?.state
      return paginate(state ? users.filter((one) => state.includes(one.state)) : users, args)
    },
    inviteUser: ({ input }: Input<{ email: string; role: UserRecord['role'] }>) => {
      mustBeRecent(installation)
      if (users.some(({ email }) => email === input.email)) {
        return { user: null, userErrors: [refusal('EMAIL_TAKEN', 'A member of staff has this e-mail address already.', 'email')] }
      }
      const user = makeUser(users.length + 1, { ...input, state: 'INVITED', lastSignedInAt: null, hasPassword: false })
      users.push({ ...user, openSessions: 0, linkExpiresAt: link.linkExpiresAt })
      return { user, userErrors: [], ...link }
    },
    createSignInLink: ({ input }: Input<{ userId: string }>) =>
      change(input.userId, { linkExpiresAt: link.linkExpiresAt }, link),
    changeUserRole: ({ input }: Input<{ userId: string; role: UserRecord['role'] }>) =>
      change(input.userId, { role: input.role }),
    disableUser: ({ input }: Input<{ userId: string }>) =>
      change(input.userId, { state: 'DISABLED', disabledAt: minutesAgo(0), hasPassword: false, openSessions: 0 }),
    enableUser: ({ input }: Input<{ userId: string }>) =>
      change(input.userId, { state: 'ACTIVE', disabledAt: null, linkExpiresAt: link.linkExpiresAt }, link),
    signOutUser: ({ input }: Input<{ userId: string }>) => change(input.userId, { openSessions: 0 }),
    removeSecondFactor: ({ input }: Input<{ userId: string }>) =>
      change(input.userId, { secondFactorSince: null, openSessions: 0 }),
    unlinkSingleSignOn: ({ input }: Input<{ userId: string }>) =>
      change(input.userId, { singleSignOnSince: null, openSessions: 0 }),

    apiKeys: (args: ApiKeysArguments & PageArguments) => {
      const state = args.filter?.state
      return paginate(state ? apiKeys.filter((one) => state.includes(one.state)) : apiKeys, args)
    },
    createApiKey: ({ input }: Input<Pick<ApiKeyRecord, 'name' | 'scopes'>>) => {
      mustBeRecent(installation)
      if (input.scopes.length === 0) {
        return { apiKey: null, userErrors: [refusal('INVALID_INPUT', 'An API key has at least one scope.', 'scopes')] }
      }
      const apiKey = makeApiKey(apiKeys.length + 1, { name: input.name, scopes: input.scopes, lastUsedAt: null })
      apiKeys.unshift(apiKey)
      return { apiKey, secret: 'capi_once', userErrors: [] }
    },
    rotateApiKey: ({ input }: Input<{ apiKeyId: string; overlapDays: number }>) =>
      changeKey(
        input.apiKeyId,
        { formerUntil: minutesAgo(-input.overlapDays * 24 * 60) },
        { secret: 'capi_another' },
      ),
    revokeApiKey: ({ input }: Input<{ apiKeyId: string }>) =>
      changeKey(input.apiKeyId, { state: 'REVOKED', revokedAt: minutesAgo(0) }),
  }
}

/** What administrators do asks for a recent proof of who they are. */
export function mustBeRecent({ isRecent }: Installation) {
  if (!isRecent) {
    throw new GraphQLError('This needs a sign-in of the last 10 minutes.', { extensions: { code: 'STEP_UP_REQUIRED' } })
  }
}

function refusal(code: string, message: string, field: string) {
  return { code, message, field: ['input', field] }
}
