import { GraphQLError } from 'graphql'
import { makeOnboarding, makeReceipt, minutesAgo } from './factories'
import type { Client, Installation } from './installation'
import { paginate, type PageArguments } from './paginate'
import type { ListArguments, OnboardingsArguments, OrphanGrantRecord, OrphanGrantsArguments } from './records'

interface Input {
  input: { businessId: string }
}

interface ClaimInput {
  input: { orphanGrantId: string; expiresInMinutes: number }
}

interface CreateInput {
  input: { externalId?: string; labels?: string[] }
}

/** The schema's root fields over an installation, as graphql-js calls them. */
export function makeRoot(installation: Installation) {
  const find = (id: string) => installation.clients.find(({ business }) => business.id === id)

  function change(id: string, fields: Partial<Client['business']>) {
    const client = find(id)
    if (!client) {
      return { business: null, userErrors: [{ code: 'NOT_FOUND', message: 'There is no such business.', field: null }] }
    }
    Object.assign(client.business, fields)
    return { business: resolveClient(client), userErrors: [] }
  }

  return {
    viewer: () => ({
      kind: 'USER',
      name: installation.viewer?.email,
      role: installation.viewer?.role,
      scopes: [],
    }),
    loginConfiguration: () => ({
      id: 'c0000000-0000-4000-8000-000000000001',
      appId: '1234567890',
      configId: '9876543210',
      graphVersion: 'v26.0',
      sdkUrl: installation.sdkUrl,
      permissions: ['ads_read', 'business_management'],
    }),
    business: ({ id }: { id: string }) => {
      const client = find(id)
      return client ? resolveClient(client) : null
    },
    businesses: (args: ListArguments & PageArguments) =>
      paginate(select(installation.clients, args).map(resolveClient), args),
    onboarding({ id }: { id: string | null }) {
      const held = installation.viewer ? null : installation.own
      return id ? (resolveOnboarding(installation) ?? installation.own) : held
    },
    onboardingUpdated: () => resolveOnboarding(installation) ?? installation.own,
    onboardings: (args: OnboardingsArguments & PageArguments) =>
      paginate(
        [installation.own, ...installation.clients.flatMap(({ onboardings }) => onboardings)].filter(
          ({ supportCode }) => !args.filter?.supportCode || supportCode === args.filter.supportCode,
        ),
        args,
      ),
    createOnboarding: ({ input }: CreateInput) => {
      Object.assign(installation.own, { externalId: input.externalId ?? null, labels: input.labels ?? [] })
      return { onboarding: installation.own, token: 'onb_once', userErrors: [] }
    },
    reportSteps: () => ({ onboarding: installation.own, userErrors: [] }),
    completeOnboarding: () => ({
      onboarding: resolveOnboarding(installation),
      business: installation.completion?.client ? resolveClient(installation.completion.client) : null,
      userErrors: installation.completion?.userErrors.map((error) => ({ ...error, field: null })) ?? [],
    }),
    orphanGrants: (args: OrphanGrantsArguments & PageArguments) =>
      paginate(selectGrants(installation.orphanGrants, args), args),
    claimOrphanGrant: ({ input }: ClaimInput) => {
      const grant = installation.orphanGrants.find(({ id }) => id === input.orphanGrantId)
      const onboarding = makeOnboarding(7, {
        status: 'OPEN',
        connectUrl: 'https://capi.example.com/connect',
        expiresAt: minutesAgo(-input.expiresInMinutes),
        completedAt: null,
      })
      Object.assign(grant ?? {}, { onboarding })
      return { onboarding, token: 'onb_once', userErrors: [] }
    },
    checkConnection: ({ input }: Input) =>
      change(input.businessId, { problem: installation.found, lastCheckedAt: new Date().toISOString() }),
    syncDatasets: ({ input }: Input) => change(input.businessId, { lastSyncedAt: new Date().toISOString() }),
    revokeConnection: ({ input }: Input) => ({
      receipt: installation.receipt,
      ...change(input.businessId, {
        status: installation.receipt.outcome === 'PENDING' ? 'REVOKING' : 'DISCONNECTED',
        revocation: installation.receipt,
      }),
    }),
    forgetConnection: ({ input }: Input) => {
      if (!installation.isRecent) {
        throw new GraphQLError('This needs a sign-in of the last 10 minutes.', {
          extensions: { code: 'STEP_UP_REQUIRED' },
        })
      }
      const receipt = makeReceipt({ outcome: 'REMOVED_HERE_ONLY', verified: false })
      return { receipt, ...change(input.businessId, { status: 'DISCONNECTED', problem: null, revocation: receipt }) }
    },
  }
}

function resolveClient({ business, owned, shared, unreachable, changes, onboardings }: Client) {
  return {
    ...business,
    ownedDatasets: (args: PageArguments) => paginate(owned, args),
    sharedDatasets: (args: PageArguments) => paginate(shared, args),
    unreachableDatasets: (args: PageArguments) => paginate(unreachable, args),
    datasetChanges: (args: PageArguments) => paginate(changes, args),
    onboardings: (args: PageArguments) => paginate(onboardings, args),
  }
}

function resolveOnboarding({ completion }: Installation) {
  return (
    completion?.onboarding && {
      ...completion.onboarding,
      business: completion.client && resolveClient(completion.client),
    }
  )
}

function select(clients: Client[], { filter, orderBy }: ListArguments) {
  const search = filter?.search?.toLowerCase()
  const chosen = clients.filter(
    ({ business }) =>
      (!search || business.name?.toLowerCase().includes(search) || business.metaId.startsWith(search)) &&
      (!filter?.status || filter.status.includes(business.status)),
  )
  const keys = { NAME: 'name', CONNECTED_AT: 'connectedAt', STATUS: 'status' } as const
  const key = keys[orderBy?.field ?? 'CONNECTED_AT']
  const turn = orderBy?.direction === 'ASC' ? 1 : -1
  return chosen.sort((a, b) => turn * String(a.business[key]).localeCompare(String(b.business[key])))
}

function selectGrants(grants: OrphanGrantRecord[], { filter }: OrphanGrantsArguments) {
  const open = filter?.open ?? null
  return grants.filter(({ outcome }) => open === null || open === (outcome === null))
}
