import type { Problem } from '@/lib/problem'
import type {
  BusinessRecord,
  ChangeRecord,
  DatasetRecord,
  OnboardingRecord,
  OrphanGrantRecord,
  ReceiptRecord,
  ReconnectionRecord,
} from './records'

type SyncRunRecord = NonNullable<BusinessRecord['lastSync']>

/** A moment some minutes ago (or, when negative, ahead). */
export function minutesAgo(minutes: number) {
  return new Date(Date.now() - minutes * 60_000).toISOString()
}

const day = 24 * 60

/** The `n`th business, connected and well unless `fields` say otherwise. */
export function makeBusiness(n: number, fields: Partial<BusinessRecord> = {}): BusinessRecord {
  const metaId = `10203040506${String(n).padStart(4, '0')}`
  return {
    id: `b0000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
    metaId,
    name: `Business ${n}`,
    externalId: `shop-${n}`,
    labels: ['eu', 'pilot'],
    oneDataset: false,
    status: 'CONNECTED',
    problem: null,
    reconnection: null,
    permissions: [
      { permission: 'ads_read', requested: true, state: 'GRANTED', datasetMetaIds: null },
      { permission: 'business_management', requested: true, state: 'GRANTED', datasetMetaIds: null },
    ],
    connectedAt: minutesAgo(n * day),
    disconnectedAt: null,
    tokenExpiresAt: null,
    lastCheckedAt: minutesAgo(12),
    lastSyncedAt: minutesAgo(95),
    lastSync: makeSyncRun(),
    connectedAppsUrl: `https://business.facebook.com/latest/settings/connected_apps/?business_id=${metaId}`,
    revocation: null,
    ...fields,
  }
}

/** The `n`th dataset, which fired `n` hours ago unless `fields` say otherwise. */
export function makeDataset(n: number, fields: Partial<DatasetRecord> = {}): DatasetRecord {
  const metaId = `90807060504${String(n).padStart(4, '0')}`
  return {
    id: `d0000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
    metaId,
    name: `Dataset ${n}`,
    lastFiredAt: minutesAgo(n * 60),
    createdAt: minutesAgo(300 * day),
    isUnavailable: false,
    ownerBusinessName: 'Business 1',
    eventsManagerUrl: `https://business.facebook.com/events_manager2/list/dataset/${metaId}`,
    ...fields,
  }
}

/** A reading of both lists that found nothing new unless `fields` say otherwise. */
export function makeSyncRun(fields: Partial<SyncRunRecord> = {}): SyncRunRecord {
  return {
    outcome: 'COMPLETED',
    startedAt: minutesAgo(96),
    endedAt: minutesAgo(95),
    pages: 2,
    ownedCount: 2,
    sharedCount: 1,
    addedCount: 0,
    removedCount: 0,
    ...fields,
  }
}

/** A grant that changed nothing, a day after the one before, unless `fields` say otherwise. */
export function makeReconnection(fields: Partial<ReconnectionRecord> = {}): ReconnectionRecord {
  return {
    at: minutesAgo(30),
    beforeAt: minutesAgo(30 + day),
    permissionsGained: [],
    permissionsLost: [],
    datasetsGained: 0,
    datasetsLost: 0,
    ...fields,
  }
}

/** An owned dataset that came `n` hours ago unless `fields` say otherwise. */
export function makeChange(n: number, fields: Partial<ChangeRecord> = {}): ChangeRecord {
  const { metaId, name } = makeDataset(n)
  return {
    kind: 'ADDED',
    relation: 'OWNED',
    datasetMetaId: metaId,
    datasetName: name,
    at: minutesAgo(n * 60),
    ...fields,
  }
}

/** The `n`th orphan grant, open and never claimed unless `fields` say otherwise. */
export function makeOrphanGrant(n: number, fields: Partial<OrphanGrantRecord> = {}): OrphanGrantRecord {
  return {
    id: `f0000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
    businessMetaId: `30405060708${String(n).padStart(4, '0')}`,
    name: `Orphan ${n}`,
    configId: null,
    foundAt: minutesAgo(n * 60),
    onboarding: null,
    outcome: null,
    endedAt: null,
    ...fields,
  }
}

/** A completed onboarding unless `fields` say otherwise. */
export function makeOnboarding(n: number, fields: Partial<OnboardingRecord> = {}): OnboardingRecord {
  return {
    id: `e0000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
    status: 'COMPLETED',
    steps: [],
    problem: null,
    externalId: null,
    labels: [],
    connectUrl: null,
    supportCode: `K7QM-2XR${n}`,
    createdAt: minutesAgo(n * day + 2),
    expiresAt: minutesAgo(n * day - 30),
    completedAt: minutesAgo(n * day),
    ...fields,
  }
}

/** A receipt of a verified revocation unless `fields` say otherwise. */
export function makeReceipt(fields: Partial<ReceiptRecord> = {}): ReceiptRecord {
  return {
    outcome: 'REVOKED',
    verified: true,
    requestedAt: minutesAgo(1),
    requestedBy: 'ada@example.com',
    endedAt: minutesAgo(1),
    nextAttemptAt: null,
    tries: 1,
    lastTriedAt: minutesAgo(1),
    fbtraceIds: ['AbC1dEfGhIj', 'Kl2mNoPqRsT'],
    ...fields,
  }
}

/** A token that the client has to renew unless `fields` say otherwise. */
export function makeProblem(fields: Partial<Problem> = {}): Problem {
  return {
    code: 'TOKEN_REVOKED',
    message: 'Meta says that the token of this business was revoked.',
    action: 'Ask the client to connect again.',
    actor: 'CLIENT',
    since: minutesAgo(3 * 60),
    retryable: false,
    retryAt: null,
    metaCode: 190,
    metaSubcode: 466,
    fbtraceId: 'AxYz12345',
    ...fields,
  }
}
