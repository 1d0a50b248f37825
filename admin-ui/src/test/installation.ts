import type { Account } from '@/features/session/account'
import type { Problem } from '@/lib/problem'
import type { Viewer } from '@/lib/viewer'
import type {
  BusinessRecord,
  ChangeRecord,
  DatasetRecord,
  OnboardingRecord,
  OrphanGrantRecord,
  ReceiptRecord,
} from './records'
import { makeOnboarding, makeReceipt, minutesAgo } from './factories'

/** A business with the lists that hang on it. */
export interface Client {
  business: BusinessRecord
  owned: DatasetRecord[]
  shared: DatasetRecord[]
  unreachable: DatasetRecord[]
  changes: ChangeRecord[]
  onboardings: OnboardingRecord[]
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
  clients: Client[]
  orphanGrants: OrphanGrantRecord[]
  /** The receipt of the next disconnection. */
  receipt: ReceiptRecord
  /** What the next check finds. */
  found: Problem | null
  completion: Completion | null
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
    clients: [],
    orphanGrants: [],
    receipt: makeReceipt(),
    found: null,
    completion: null,
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

/** A client without datasets and onboardings. */
export function makeClient(business: BusinessRecord, lists: Partial<Client> = {}): Client {
  return { business, owned: [], shared: [], unreachable: [], changes: [], onboardings: [], ...lists }
}
