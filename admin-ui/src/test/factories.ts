import type { OwnSession } from '@/features/session/account'
import type { Problem } from '@/lib/problem'
import type {
  ApiKeyRecord,
  AuditRecord,
  BrandingRecord,
  BusinessRecord,
  ChangeRecord,
  DatasetRecord,
  FunnelRecord,
  DeletionRecord,
  JobRecord,
  MetaEventRecord,
  OnboardingRecord,
  OrphanGrantRecord,
  ReadinessRecord,
  ReceiptRecord,
  ReconnectionRecord,
  SettingsRecord,
  SetupRecord,
  TokenLeaseRecord,
  RuleRecord,
  UsageRecord,
  UserRecord,
  WebhookAttemptRecord,
  WebhookDeliveryRecord,
  WebhookEndpointRecord,
} from './records'

type SyncRunRecord = NonNullable<BusinessRecord['lastSync']>

/** A moment some minutes ago (or, when negative, ahead). */
export function minutesAgo(minutes: number) {
  return new Date(Date.now() - minutes * 60_000).toISOString()
}

const day = 24 * 60

/** A day in UTC, some days ago (or, when negative, ahead). */
export function daysAgo(days: number) {
  return minutesAgo(days * day).slice(0, 10)
}

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

/** An active lease that was asked for `n` hours ago unless `fields` say otherwise. */
export function makeTokenLease(n: number, fields: Partial<TokenLeaseRecord> = {}): TokenLeaseRecord {
  const { metaId, name } = makeDataset(n)
  return {
    id: `1ea5e000-0000-4000-8000-${String(n).padStart(12, '0')}`,
    dataset: { name },
    datasetMetaId: metaId,
    leasedBy: 'event sender',
    purpose: `Purchases of shop ${n}`,
    state: 'ACTIVE',
    requestedAt: minutesAgo(n * 60),
    grantedAt: minutesAgo(n * 60),
    expiresAt: minutesAgo(n * 60 - 60 * day),
    endedAt: null,
    endReason: null,
    endVerified: false,
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
    booking: false,
    language: null,
    returnUrl: null,
    connectUrl: null,
    supportCode: `K7QM-2XR${n}`,
    createdAt: minutesAgo(n * day + 2),
    expiresAt: minutesAgo(n * day - 30),
    completedAt: minutesAgo(n * day),
    ...fields,
  }
}

/** The steps of an onboarding that went well, unless the last one goes on. */
export function makeSteps(last: OnboardingRecord['steps'][number]['status'] = 'SUCCEEDED'): OnboardingRecord['steps'] {
  const kinds = ['RECEIVE', 'EXCHANGE', 'IDENTIFY', 'SYNC'] as const
  return kinds.map((kind, i) => ({
    kind,
    status: i === kinds.length - 1 ? last : 'SUCCEEDED',
    startedAt: minutesAgo(3 - i / 10),
    endedAt: i === kinds.length - 1 && last === 'RUNNING' ? null : minutesAgo(2.98 - i / 10),
    detail: kind === 'IDENTIFY' ? 'Alpine Outdoor GmbH' : null,
  }))
}

/** The `n`th event of the audit: a business whose status changed, unless `fields` say otherwise. */
export function makeAuditEvent(n: number, fields: Partial<AuditRecord> = {}): AuditRecord {
  return {
    id: `a0000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
    at: minutesAgo(n * 7),
    actorKind: 'USER',
    actorId: 'a1000000-0000-4000-8000-000000000001',
    actorName: 'ada@example.com',
    action: 'business: status changed',
    subjectKind: 'business',
    subjectId: makeBusiness(1).id,
    before: { status: 'CONNECTED' },
    after: { status: 'DEGRADED', problem: 'THROTTLED' },
    requestId: `req-${n}`,
    isSigned: true,
    place: 1000 - n,
    ...fields,
  }
}

/** The `n`th member of staff, an active operator with a password unless `fields` say otherwise. */
export function makeUser(n: number, fields: Partial<UserRecord> = {}): UserRecord {
  return {
    id: `a0000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
    email: `member-${n}@example.com`,
    role: 'OPERATOR',
    state: 'ACTIVE',
    createdAt: minutesAgo(n * 30 * day),
    lastSignedInAt: minutesAgo(n * 65),
    disabledAt: null,
    hasPassword: true,
    secondFactorSince: null,
    singleSignOnSince: null,
    linkExpiresAt: null,
    openSessions: 1,
    ...fields,
  }
}

/** The `n`th job: a check that waits for its next try, unless `fields` say otherwise. */
export function makeJob(n: number, fields: Partial<JobRecord> = {}): JobRecord {
  return {
    id: `00000000-0000-8000-8000-${String(n).padStart(12, '0')}`,
    kind: 'check',
    queue: 'upkeep',
    state: 'RETRYING',
    tries: 3,
    createdAt: minutesAgo(n * 5),
    dueAt: minutesAgo(-4),
    begunAt: minutesAgo(1),
    endedAt: null,
    lastError: null,
    cancelObstacle: null,
    ...fields,
  }
}

/** The `n`th API key, which may read businesses and works for some months unless `fields` say otherwise. */
export function makeApiKey(n: number, fields: Partial<ApiKeyRecord> = {}): ApiKeyRecord {
  return {
    id: `c1000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
    name: `Program ${n}`,
    hint: `a${n}Bc`,
    state: 'ACTIVE',
    scopes: ['BUSINESSES_READ'],
    createdAt: minutesAgo(n * day),
    expiresAt: minutesAgo((n - 90) * day),
    lastUsedAt: minutesAgo(n * 7),
    revokedAt: null,
    formerUntil: null,
    ...fields,
  }
}

/** The `n`th report of Meta's: an uninstallation that was acted on, unless `fields` say otherwise. */
export function makeMetaEvent(n: number, fields: Partial<MetaEventRecord> = {}): MetaEventRecord {
  return {
    id: `70000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
    kind: 'UNINSTALL',
    businessMetaId: makeBusiness(n).metaId,
    configId: null,
    at: minutesAgo(n * 60 + 1),
    receivedAt: minutesAgo(n * 60),
    outcome: 'APPLIED',
    processedAt: minutesAgo(n * 60),
    ...fields,
  }
}

/** The `n`th request to delete, carried out unless `fields` say otherwise. */
export function makeDeletion(n: number, fields: Partial<DeletionRecord> = {}): DeletionRecord {
  const code = `ABCDEFGHIJKLMNOPQRSTUVWXY${n}`
  return {
    id: `de000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
    code,
    statusUrl: `https://capi.example.com/deletion/${code}`,
    origin: 'META',
    requestedAt: minutesAgo(n * day),
    begunAt: minutesAgo(n * day),
    completedAt: minutesAgo(n * day - 1),
    ...fields,
  }
}

/** The `n`th webhook endpoint, which takes everything unless `fields` say otherwise. */
export function makeEndpoint(n: number, fields: Partial<WebhookEndpointRecord> = {}): WebhookEndpointRecord {
  return {
    id: `e1000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
    url: `https://shop-${n}.example/webhooks`,
    description: null,
    eventTypes: [],
    disabledReason: null,
    disabledAt: null,
    createdAt: minutesAgo(n * day),
    secretCreatedAt: minutesAgo(n * day),
    formerSecretUntil: null,
    lastSuccessAt: minutesAgo(n * 7),
    lastFailureAt: null,
    pendingCount: 0,
    oldestPendingAt: null,
    ...fields,
  }
}

/** A try that the receiver answered with 204, unless `fields` say otherwise. */
export function makeAttempt(fields: Partial<WebhookAttemptRecord> = {}): WebhookAttemptRecord {
  return {
    at: minutesAgo(7),
    durationMs: 84,
    status: 204,
    answer: '',
    failure: null,
    explanation: null,
    ...fields,
  }
}

/** The `n`th delivery, of a business that was connected; taken with the first try unless `fields` say otherwise. */
export function makeDelivery(n: number, fields: Partial<WebhookDeliveryRecord> = {}): WebhookDeliveryRecord {
  return {
    id: `de100000-0000-4000-8000-${String(n).padStart(12, '0')}`,
    event: makeEvent(n),
    state: 'SUCCEEDED',
    tries: 1,
    nextAttemptAt: null,
    waitsForEarlier: false,
    createdAt: minutesAgo(n * 7),
    endedAt: minutesAgo(n * 7),
    attempts: [makeAttempt()],
    ...fields,
  }
}

/** The `n`th event that is told: a business that was connected, unless `fields` say otherwise. */
export function makeEvent(
  n: number,
  fields: Partial<WebhookDeliveryRecord['event']> = {},
): WebhookDeliveryRecord['event'] {
  const { id, metaId, name, externalId } = makeBusiness(1)
  const at = minutesAgo(n * 7)
  const data = { businessId: id, businessMetaId: metaId, businessName: name, externalId }
  const status = { before: null, after: 'CONNECTED' }
  return {
    id: `ee000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
    type: 'BUSINESS_CONNECTED',
    at,
    businessId: id,
    onboardingId: null,
    payload: JSON.stringify({ type: 'business.connected', timestamp: at, data: { ...data, status, problem: null } }),
    ...fields,
  }
}

/** The `n`th session of the viewer, in another browser than this unless `fields` say otherwise. */
export function makeOwnSession(n: number, fields: Partial<OwnSession> = {}): OwnSession {
  return {
    id: `d1000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
    begunAt: minutesAgo(n * 65),
    seenAt: minutesAgo(n * 5),
    browser: 'Firefox on Windows',
    network: '203.0.113.0/24',
    isThis: false,
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

const loginConfiguration = {
  id: 'c0000000-0000-4000-8000-000000000001',
  appId: '1234567890',
  configId: '9876543210',
  graphVersion: 'v26.0',
  sdkUrl: 'https://connect.facebook.net/en_US/sdk.js',
  permissions: ['ads_read', 'business_management'],
}

type CheckRecord = SetupRecord['checks'][number]

const checks: [CheckRecord['code'], title: string, found: string][] = [
  ['APP_CREDENTIALS', 'App id and secret', 'Meta takes id and secret of app 1234567890, “Shop platform”.'],
  ['GRAPH_VERSION', 'Graph API version', 'v26.0 is in use; Meta has not announced its end.'],
  ['LOGIN_CONFIGURATION', 'Login configuration', 'A client last connected with configuration 9876543210 on 22 November 2026.'],
  ['SDK_LOGIN', 'Login with the JavaScript SDK', 'A code from a popup last led to a connection on 22 November 2026.'],
  ['PUBLIC_ADDRESS', 'Public address', 'https://capi.example.com answers; its certificate is valid until 3 February 2027.'],
  ['WEBHOOK_ADDRESS', 'Webhook address', 'https://capi.example.com/meta/webhook repeats the challenge.'],
  ['WEBHOOK_SUBSCRIPTION', 'Webhook subscription', 'Meta tells https://capi.example.com/meta/webhook of grants.'],
  ['CALLBACKS', 'Deauthorize and data deletion callbacks', 'Both answer, and Meta has the deauthorize callback.'],
  ['DATABASE', 'Database', 'PostgreSQL 17.2 has every migration; 11 of its 100 connections are in use.'],
  ['JOBS', 'Jobs', 'The last job was done 2s ago; 0 wait, 0 get another try, 0 were given up.'],
  ['KEYSET', 'Encryption keyset', 'Everything stored opens with the keyset; key 1187041127 seals.'],
  ['CLOCK', 'Clock', 'The database’s clock agrees with Meta’s.'],
]

/** An installation where every check is fine but those in `others`. */
export function makeSetup(others: Partial<Record<CheckRecord['code'], Partial<CheckRecord>>> = {}): SetupRecord {
  const site = 'https://capi.example.com'
  const dashboard = 'https://developers.facebook.com/apps/1234567890'
  return {
    checkedAt: minutesAgo(0),
    checks: checks.map(([code, title, found]) => ({ code, title, state: 'OK', found, fix: null, ...others[code] })),
    loginConfiguration,
    sdkDomains: [site, 'https://shop.example'],
    redirectUris: [`${site}/oauth/callback`, `${site}/connect`, `${site}/admin/connect`],
    webhookUrl: `${site}/meta/webhook`,
    webhookFields: ['business_integration_install', 'business_integration_uninstall', 'business_integration_update'],
    isVerifyTokenSet: true,
    deauthorizeUrl: `${site}/meta/deauthorize`,
    dataDeletionUrl: `${site}/meta/data-deletion`,
    configurationsPage: `${dashboard}/business-login/configurations/`,
    loginSettingsPage: `${dashboard}/business-login/settings/`,
    webhooksPage: `${dashboard}/webhooks/`,
    basicSettingsPage: `${dashboard}/settings/basic/`,
  }
}

/** A check that failed and says what is to be done about it, unless `fields` say otherwise. */
export function makeFailedCheck(fields: Partial<CheckRecord> = {}): Partial<CheckRecord> {
  return {
    state: 'FAILED',
    found: 'Meta sends no webhooks: there is no subscription to the object Application.',
    fix: {
      by: 'APP_ADMIN',
      action: 'Choose the object Application, verify the address and subscribe to the three fields.',
      url: 'https://developers.facebook.com/apps/1234567890/webhooks/',
      setting: null,
    },
    ...fields,
  }
}

/** Nothing opened in the last 30 days unless `fields` say otherwise. */
export function makeFunnel(fields: Partial<FunnelRecord> = {}): FunnelRecord {
  const none = { opened: 0, codeGiven: 0, exchanged: 0, identified: 0, completed: 0 }
  return { since: minutesAgo(30 * day), ...none, ...fields }
}

/** Today's rule of Meta's, of which 420 calls are there unless `fields` say otherwise. */
export function makeRule(fields: Partial<RuleRecord> = {}): RuleRecord {
  return {
    state: 'NOT_MET',
    calls: 420,
    requiredCalls: 500,
    days: 15,
    errorRequests: 500,
    errorPercentMin: 3.2,
    errorPercentMax: 3.2,
    errorLimit: 15,
    reachedOn: daysAgo(-4),
    ...fields,
  }
}

type SettingRecord = SettingsRecord['environment'][number]

/** A setting that has a value of its own unless `fields` say otherwise. */
export function makeSetting(name: string, value: string | null, fields: Partial<SettingRecord> = {}): SettingRecord {
  return {
    name,
    description: `What ${name} is for.`,
    value,
    fallback: null,
    isConfidential: false,
    isSet: value !== null,
    file: null,
    ...fields,
  }
}

/** An app in use with limited access unless `fields` say otherwise. */
export function makeReadiness(fields: Partial<ReadinessRecord> = {}): ReadinessRecord {
  return {
    current: makeRule(),
    former: makeRule({ requiredCalls: 1500, errorRequests: 434, reachedOn: null }),
    accessTier: { level: 'LIMITED', metaName: 'development_access', seenAt: minutesAgo(3) },
    countedEndpoints: ['business', 'owned_datasets', 'shared_datasets', 'dataset'],
    countedSince: daysAgo(40),
    lastCallOn: daysAgo(0),
    isIdle: false,
    inactiveOn: daysAgo(-90),
    ...fields,
  }
}

/** Nothing is said of the partner, unless `fields` say otherwise. */
export function makeBranding(fields: Partial<BrandingRecord> = {}): BrandingRecord {
  return { name: null, logoUrl: null, accentColor: null, supportContact: null, privacyUrl: null, ...fields }
}

/** The settings of an installation with a keyset of one key, in a file, unless `fields` say otherwise. */
export function makeSettings(fields: Partial<SettingsRecord> = {}): SettingsRecord {
  return {
    programVersion: 'v1.4.0',
    environment: [
      makeSetting('LISTEN_ADDR', '127.0.0.1:8080', { fallback: '127.0.0.1:8080' }),
      makeSetting('PUBLIC_URL', 'https://capi.example.com', { fallback: 'http://localhost:8080' }),
      makeSetting('DATABASE_URL', null, { isConfidential: true, isSet: true }),
      makeSetting('META_APP_SECRET', null, { isConfidential: true, isSet: true, file: '/run/secrets/app' }),
      makeSetting('ENCRYPTION_KEYSET', null, { isConfidential: true, isSet: true, file: '/run/keys/keyset' }),
      makeSetting('OIDC_ISSUER', 'https://login.example.com'),
      makeSetting('ALLOWED_ORIGINS', 'https://shop.example,https://crm.example'),
      makeSetting('TRUSTED_PROXIES', null),
    ],
    loginConfigurations: [loginConfiguration],
    retention: [
      { what: 'holds', days: 0 },
      { what: 'events from Meta', days: 30 },
      { what: 'orphan grants', days: 90 },
    ],
    encryptionKeys: [{ keyId: '1187041127', state: 'PRIMARY', sealed: 1204, unreadable: 0 }],
    ...fields,
  }
}

/** Calls to one endpoint on a day so long ago. */
export function makeUsage(ago: number, fields: Partial<UsageRecord> = {}): UsageRecord {
  return { day: daysAgo(ago), endpoint: 'owned_datasets', outcome: 'ok', calls: 10, ...fields }
}
