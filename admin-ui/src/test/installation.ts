import type { Account, OwnSession } from '@/features/session/account'
import type { Problem } from '@/lib/problem'
import type { Viewer } from '@/lib/viewer'
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
  SettingsRecord,
  SetupRecord,
  TokenLeaseRecord,
  UsageRecord,
  UserRecord,
  WebhookAttemptRecord,
  WebhookDeliveryRecord,
  WebhookEndpointRecord,
} from './records'
import {
  makeAttempt,
  makeBranding,
  makeFunnel,
  makeOnboarding,
  makeOwnSession,
  makeReadiness,
  makeReceipt,
  makeSettings,
  makeSetup,
  minutesAgo,
} from './factories'

/** A business with the lists that hang on it. */
export interface Client {
  business: BusinessRecord
  owned: DatasetRecord[]
  shared: DatasetRecord[]
  unreachable: DatasetRecord[]
  changes: ChangeRecord[]
  onboardings: OnboardingRecord[]
  /** What its latest grant changed about its datasets. */
  regranted: ChangeRecord[]
  /** Onboardings that were stopped for its sake. */
  stopped: OnboardingRecord[]
  orphanGrant: OrphanGrantRecord | null
  leases: TokenLeaseRecord[]
  /** The dataset that counts alone. */
  chosen: DatasetRecord | null
}

/** What `completeOnboarding` answers. */
export interface Completion {
  onboarding: OnboardingRecord | null
  client: Client | null
  userErrors: { code: string; message: string }[]
}

/** All that the server side of a test knows and remembers. */
export interface Installation {
  viewer: Viewer | null
  account: Account
  /** Whether the viewer has just proved who they are. */
  isRecent: boolean
  /** Where the viewer is signed in. */
  sessions: OwnSession[]
  users: UserRecord[]
  apiKeys: ApiKeyRecord[]
  clients: Client[]
  orphanGrants: OrphanGrantRecord[]
  /** Those that have led to no business yet. */
  pending: OnboardingRecord[]
  funnel: FunnelRecord
  readiness: ReadinessRecord
  usage: UsageRecord[]
  auditEvents: AuditRecord[]
  jobs: JobRecord[]
  metaEvents: MetaEventRecord[]
  deletions: DeletionRecord[]
  webhookEndpoints: WebhookEndpointRecord[]
  /** All to the first endpoint. */
  webhookDeliveries: WebhookDeliveryRecord[]
  /** What the next test of an endpoint meets with. */
  webhookAnswer: WebhookAttemptRecord
  /** Fires `change` to whoever watches an object. */
  changes: EventTarget
  /** The receipt of the next disconnection. */
  receipt: ReceiptRecord
  /** What the next check finds. */
  found: Problem | null
  /** Why leased tokens cannot be ended; null when they can. */
  refusedEnd: string | null
  /** Why Meta refuses test events; null when it takes them. */
  refusedTest: Problem | null
  completion: Completion | null
  /** What the checks find. */
  setup: SetupRecord
  settings: SettingsRecord
  branding: BrandingRecord
  /** The onboarding whose token a client holds, and that staff begin. */
  own: OnboardingRecord
  /** Where the way to Meta's dialog in the same tab begins; null when it is refused. */
  dialogUrl: string | null
  /** Where Meta's SDK is. */
  sdkUrl: string
  /** Whether staff may come in by single sign-on. */
  singleSignOn: boolean
  /** Every operation received, the earliest first. */
  operations: { name: string; variables: Record<string, unknown> }[]
}

export function makeInstallation(fields: Partial<Installation> = {}): Installation {
  return {
    viewer: { email: 'ada@example.com', role: 'ADMIN' },
    account: { hasPassword: true, secondFactor: null },
    isRecent: true,
    sessions: [makeOwnSession(1, { isThis: true })],
    users: [],
    apiKeys: [],
    clients: [],
    orphanGrants: [],
    pending: [],
    funnel: makeFunnel(),
    readiness: makeReadiness(),
    usage: [],
    auditEvents: [],
    jobs: [],
    metaEvents: [],
    deletions: [],
    webhookEndpoints: [],
    webhookDeliveries: [],
    webhookAnswer: makeAttempt(),
    changes: new EventTarget(),
    receipt: makeReceipt(),
    found: null,
    refusedEnd: null,
    refusedTest: null,
    completion: null,
    setup: makeSetup(),
    settings: makeSettings(),
    branding: makeBranding(),
    own: makeOnboarding(1, {
      status: 'OPEN',
      completedAt: null,
      expiresAt: minutesAgo(-30),
      connectUrl: 'https://capi.example.com/connect',
    }),
    dialogUrl: '#dialog',
    sdkUrl: 'https://connect.facebook.net/en_US/sdk.js',
    singleSignOn: false,
    operations: [],
    ...fields,
  }
}

/** A client without datasets and onboardings, unless `lists` say otherwise. */
export function makeClient(business: BusinessRecord, lists: Partial<Client> = {}): Client {
  return {
    business,
    owned: [],
    shared: [],
    unreachable: [],
    changes: [],
    onboardings: [],
    regranted: [],
    stopped: [],
    orphanGrant: null,
    leases: [],
    chosen: null,
    ...lists,
  }
}
