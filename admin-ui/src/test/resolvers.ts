import { makeAccessRoot, mustBeRecent } from './access-resolvers'
import { makeBranding, makeOnboarding, makeReceipt, minutesAgo } from './factories'
import type { Client, Installation } from './installation'
import { paginate, type PageArguments } from './paginate'
import type {
  AuditArguments,
  AuditRecord,
  DatasetsArguments,
  JobRecord,
  JobsArguments,
  ListArguments,
  MetaEventsArguments,
  OnboardingRecord,
  OnboardingsArguments,
  OrphanGrantRecord,
  OrphanGrantsArguments,
} from './records'
import { selectDatasets } from './select-datasets'
import { makeWebhookRoot } from './webhook-resolvers'

interface Input {
  input: { businessId: string }
}

interface JobInput {
  input: { jobId: string }
}

interface CreateInput {
  input: { externalId?: string | null; labels?: string[]; businessId?: string; expiresInMinutes?: number }
}

interface RenewInput {
  input: { onboardingId: string; expiresInMinutes?: number | null }
}

interface UpdateInput {
  input: { businessId: string; externalId: string | null; labels: string[]; oneDataset: boolean }
}

interface BrandingInput {
  input: Partial<Installation['branding']> & { logo?: string | null; removeLogo?: boolean | null }
}

interface DatasetInput {
  input: { businessId: string; datasetId: string }
}

interface LeaseInput {
  input: { tokenLeaseId: string }
}

interface ClaimInput {
  input: { orphanGrantId: string; expiresInMinutes: number }
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
    ...makeAccessRoot(installation),
    ...makeWebhookRoot(installation),
    viewer: () => ({ kind: 'USER', name: installation.viewer?.email, role: installation.viewer?.role, scopes: [] }),
    loginConfiguration: () => ({
      id: 'c0000000-0000-4000-8000-000000000001',
      appId: '1234567890',
      configId: '9876543210',
      graphVersion: 'v26.0',
      sdkUrl: installation.sdkUrl,
      permissions: ['ads_read', 'business_management'],
    }),
    setup: () => installation.setup,
    settings: () => installation.settings,
    branding: () => installation.branding,
    updateBranding: ({ input }: BrandingInput) => updateBranding(installation, input),
    business: ({ id }: { id: string }) => {
      const client = find(id)
      return client ? resolveClient(client) : null
    },
    businesses: (args: ListArguments & PageArguments) =>
      paginate(select(installation.clients, args).map(resolveClient), args),
    datasets: (args: DatasetsArguments & PageArguments) =>
      paginate(
        selectDatasets(installation.clients, args).map(({ dataset, clients }) => ({
          ...dataset,
          businesses: (page: PageArguments) => paginate(clients.map(resolveClient), page),
        })),
        args,
      ),
    overview: () => ({
      businesses: countBusinesses(installation.clients),
      pendingOnboardings: installation.pending.length,
      funnel: installation.funnel,
      needsAttention: installation.clients.filter(needsAttention).slice(0, 5).map(resolveClient),
    }),
    readiness: () => installation.readiness,
    metaUsage: () => installation.usage,
    onboarding({ id }: { id: string | null }) {
      const held = installation.viewer ? null : resolveOwn(installation)
      return id ? findOnboarding(installation, id) : held
    },
    onboardings: (args: OnboardingsArguments & PageArguments) =>
      paginate(selectOnboardings(listOnboardings(installation), args), args),
    auditEvents: (args: AuditArguments & PageArguments) => paginate(selectEvents(installation.auditEvents, args), args),
    auditActions: () => [...new Set(installation.auditEvents.map(({ action }) => action))].sort(),
    jobs: (args: JobsArguments & PageArguments) =>
      paginate(
        selectJobs(installation.jobs, args).map((job) => resolveJob(installation, job)),
        args,
      ),
    jobCounts: () => countJobs(installation.jobs),
    retryJob: ({ input }: JobInput) => changeJob(installation, input.jobId, { state: 'WAITING', endedAt: null }),
    cancelJob: ({ input }: JobInput) =>
      changeJob(installation, input.jobId, { state: 'CANCELLED', endedAt: new Date().toISOString() }),
    metaEvents: (args: MetaEventsArguments & PageArguments) =>
      paginate(
        installation.metaEvents
          .filter(
            ({ kind, outcome }) =>
              (args.filter?.kind?.includes(kind) ?? true) && (args.filter?.outcome?.includes(outcome) ?? true),
          )
          .map((event) => ({
            ...event,
            business: clientOf(installation, event.businessMetaId),
            orphanGrant: installation.orphanGrants.find((grant) => grant.businessMetaId === event.businessMetaId),
          })),
        args,
      ),
    deletions: (args: PageArguments) => paginate(installation.deletions, args),
    onboardingUpdated: ({ id }: { id: string }) => findOnboarding(installation, id),
    reportSteps: () => ({ onboarding: installation.own, userErrors: [] }),
    businessUpdated: ({ id }: { id: string }) => {
      const client = find(id)
      return client && resolveClient(client)
    },
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
    createOnboarding({ input: { externalId = null, labels = [], expiresInMinutes = 30 } }: CreateInput) {
      Object.assign(installation.own, { externalId, labels, expiresAt: minutesAgo(-expiresInMinutes) })
      return { onboarding: installation.own, token: 'onb_once', userErrors: [] }
    },
    cancelOnboarding: ({ input }: RenewInput) => renew(installation, input.onboardingId, 'CANCELLED', 0),
    extendOnboarding: ({ input }: RenewInput) =>
      renew(installation, input.onboardingId, 'OPEN', input.expiresInMinutes ?? 30),
    resendOnboarding: ({ input }: RenewInput) => ({
      ...renew(installation, input.onboardingId, 'OPEN', input.expiresInMinutes ?? 30),
      token: 'onb_again',
    }),
    updateBusiness: ({ input: { businessId, ...settings } }: UpdateInput) => change(businessId, settings),
    chooseDataset: ({ input }: DatasetInput) => {
      const client = find(input.businessId)
      Object.assign(client ?? {}, { chosen: client?.owned.find(({ id }) => id === input.datasetId) })
      return change(input.businessId, { problem: null })
    },
    endTokenLease: ({ input }: LeaseInput) => {
      const lease = installation.clients.flatMap(({ leases }) => leases).find(({ id }) => id === input.tokenLeaseId)
      const { refusedEnd } = installation
      if (!lease || refusedEnd) {
        return { tokenLease: null, userErrors: [{ code: 'META_UNAVAILABLE', message: refusedEnd ?? '', field: null }] }
      }
      const ended = { state: 'ENDED', endedAt: new Date().toISOString(), endReason: 'REQUESTED', endVerified: true } as const
      return { tokenLease: Object.assign(lease, ended), userErrors: [] }
    },
    sendTestEvent: ({ input }: DatasetInput) => {
      const dataset = find(input.businessId)?.owned.find(({ id }) => id === input.datasetId)
      const { refusedTest } = installation
      const sentAt = new Date().toISOString()
      if (dataset && !refusedTest) {
        dataset.lastFiredAt = sentAt
      }
      return {
        testEvent: {
          eventId: '5f0c6f0e-2f2a-4b7e-9d57-1f6b3c6f7f10',
          name: 'ConnectionTest',
          sentAt,
          eventsReceived: refusedTest ? null : 1,
          fbtraceId: 'AtRaCeOfTheTest',
          problem: refusedTest,
        },
        dataset,
        userErrors: refusedTest ? [{ code: 'META_REFUSED', message: refusedTest.message, field: null }] : [],
      }
    },
    eraseBusiness: ({ input }: Input) => {
      installation.clients = installation.clients.filter(({ business }) => business.id !== input.businessId)
      return { erasedBusinessId: input.businessId, userErrors: [] }
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
      mustBeRecent(installation)
      const receipt = makeReceipt({ outcome: 'REMOVED_HERE_ONLY', verified: false })
      return { receipt, ...change(input.businessId, { status: 'DISCONNECTED', problem: null, revocation: receipt }) }
    },
  }
}

function resolveClient(client: Client) {
  const { business, owned, shared, unreachable, changes, onboardings, regranted, stopped, orphanGrant, leases, chosen } = client
  return {
    ...business,
    chosenDataset: chosen,
    orphanGrant,
    reconnection: business.reconnection && {
      ...business.reconnection,
      datasetChanges: (args: PageArguments) => paginate(regranted, args),
    },
    stoppedOnboardings: (args: PageArguments) => paginate(stopped, args),
    tokenLeases: (args: PageArguments) => paginate(leases, args),
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

/** The onboarding whose token a client holds, with the business once it has led to one. */
function resolveOwn({ own, completion }: Installation) {
  const client = own.status === 'COMPLETED' && completion?.client
  return { ...own, business: client ? resolveClient(client) : null }
}

function needsAttention({ business }: Client) {
  return business.problem !== null && business.status !== 'REVOKING'
}

function countBusinesses(clients: Client[]) {
  const count = (status: Client['business']['status']) =>
    clients.filter(({ business }) => business.status === status).length
  return {
    connected: count('CONNECTED'),
    needsAttention: clients.filter(needsAttention).length,
    disconnecting: count('REVOKING'),
    disconnected: count('DISCONNECTED'),
  }
}

function findOnboarding(installation: Installation, wanted: string) {
  const known = [...listOnboardings(installation), installation.own].find(({ id }) => id === wanted)
  return resolveOnboarding(installation) ?? known ?? null
}

function renew(installation: Installation, id: string, status: OnboardingRecord['status'], minutes: number) {
  const onboarding = installation.pending.find((pending) => pending.id === id)
  Object.assign(onboarding ?? {}, {
    status,
    expiresAt: minutesAgo(-minutes),
    connectUrl: status === 'OPEN' ? 'https://capi.example.com/connect' : null,
  })
  return { onboarding, userErrors: [] }
}

function listOnboardings({ clients, pending }: Installation) {
  const known = [
    ...pending.map((onboarding) => ({ ...onboarding, business: null })),
    ...clients.flatMap((client) =>
      client.onboardings.map((onboarding) => ({ ...onboarding, business: resolveClient(client) })),
    ),
  ]
  return known.sort((a, b) => b.createdAt.localeCompare(a.createdAt))
}

function selectOnboardings<T extends OnboardingRecord & { business: { id: string; name: string | null } | null }>(
  all: T[],
  { filter }: OnboardingsArguments,
) {
  const search = filter?.search?.toLowerCase()
  return all.filter(
    ({ status, supportCode, business, createdAt }) =>
      (!search || supportCode.toLowerCase().startsWith(search) || business?.name?.toLowerCase().includes(search)) &&
      (!filter?.status || filter.status.includes(status)) &&
      (!filter?.businessId || filter.businessId === business?.id) &&
      (!filter?.since || createdAt >= filter.since) &&
      (!filter?.until || createdAt < filter.until),
  )
}

function selectEvents(events: AuditRecord[], { filter }: AuditArguments) {
  return events.filter(
    ({ subjectId, action, actorName, requestId }) =>
      (!filter?.subjectId || filter.subjectId === subjectId) &&
      (!filter?.action || filter.action === action) &&
      (!filter?.actorName || actorName.toLowerCase().startsWith(filter.actorName.toLowerCase())) &&
      (!filter?.requestId || filter.requestId === requestId),
  )
}

function selectJobs(jobs: JobRecord[], { filter }: JobsArguments) {
  return jobs.filter(
    ({ state, kind }) => (filter?.state?.includes(state) ?? true) && (filter?.kind?.includes(kind) ?? true),
  )
}

/** A job is about the first of whatever its kind is about. */
function resolveJob(installation: Installation, job: JobRecord) {
  const { clients, metaEvents, deletions } = installation
  const [client] = clients
  const [event] = metaEvents
  return {
    ...job,
    business: ['check', 'sync', 'revoke'].includes(job.kind) && client ? resolveClient(client) : null,
    onboarding: job.kind === 'identify' ? listOnboardings(installation)[0] : null,
    metaEvent: job.kind === 'event' && event ? { ...event, business: client && resolveClient(client) } : null,
    deletion: job.kind === 'delete' ? deletions[0] : null,
  }
}

function countJobs(jobs: JobRecord[]) {
  const counts = new Map<string, { queue: string; kind: string; state: JobRecord['state']; count: number }>()
  for (const { queue, kind, state } of jobs) {
    const key = [queue, kind, state].join()
    counts.set(key, { queue, kind, state, count: (counts.get(key)?.count ?? 0) + 1 })
  }
  return [...counts.values()]
}

function changeJob(installation: Installation, id: string, fields: Partial<JobRecord>) {
  const job = installation.jobs.find((one) => one.id === id)
  if (!job) {
    return { job: null, userErrors: [{ code: 'NOT_FOUND', message: 'There is no such job.', field: null }] }
  }
  return { job: resolveJob(installation, Object.assign(job, fields)), userErrors: [] }
}

function clientOf({ clients }: Installation, metaId: string | null) {
  const client = clients.find(({ business }) => business.metaId === metaId)
  return client ? resolveClient(client) : null
}

function select(clients: Client[], { filter, orderBy }: ListArguments) {
  const search = filter?.search?.toLowerCase()
  const chosen = clients.filter(
    (client) =>
      (!search || client.business.name?.toLowerCase().includes(search) || client.business.metaId.startsWith(search)) &&
      (!filter?.status || filter.status.includes(client.business.status)) &&
      (!filter?.needsAttention || needsAttention(client)),
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

function updateBranding(installation: Installation, { logo, removeLogo, ...texts }: BrandingInput['input']) {
  mustBeRecent(installation)
  if (texts.accentColor && !/^#[0-9a-f]{6}$/i.test(texts.accentColor)) {
    const message = 'A colour is # and six hexadecimal digits.'
    return { branding: null, userErrors: [{ code: 'INVALID_INPUT', message, field: ['input', 'accentColor'] }] }
  }
  const kept = removeLogo ? null : installation.branding.logoUrl
  installation.branding = { ...makeBranding(texts), logoUrl: logo ? '/icon.svg' : kept }
  return { branding: installation.branding, userErrors: [] }
}
