/* eslint-disable @typescript-eslint/no-unused-vars -- these documents exist for the types they carry */
import type { ResultOf, VariablesOf } from 'gql.tada'
import { graphql } from '@/lib/graphql'
import { problemFragment } from '@/lib/problem'

// All plain fields of each type, so that the records are typed from the schema.

const receiptFields = graphql(`
  fragment ReceiptRecord on RevocationReceipt @_unmask {
    outcome
    verified
    requestedAt
    requestedBy
    endedAt
    nextAttemptAt
    tries
    lastTriedAt
    fbtraceIds
  }
`)

const businessFields = graphql(
  `
    fragment BusinessRecord on Business @_unmask {
      id
      metaId
      name
      externalId
      labels
      oneDataset
      status
      problem {
        ...Problem
      }
      reconnection {
        at
        beforeAt
        permissionsGained
        permissionsLost
        datasetsGained
        datasetsLost
      }
      permissions {
        permission
        requested
        state
        datasetMetaIds
      }
      connectedAt
      disconnectedAt
      tokenExpiresAt
      lastCheckedAt
      lastSyncedAt
      lastSync {
        outcome
        startedAt
        endedAt
        pages
        ownedCount
        sharedCount
        addedCount
        removedCount
      }
      connectedAppsUrl
      revocation {
        ...ReceiptRecord
      }
    }
  `,
  [problemFragment, receiptFields],
)

const datasetFields = graphql(`
  fragment DatasetRecord on Dataset @_unmask {
    id
    metaId
    name
    lastFiredAt
    createdAt
    isUnavailable
    ownerBusinessName
    eventsManagerUrl
  }
`)

const changeFields = graphql(`
  fragment ChangeRecord on DatasetChange @_unmask {
    kind
    relation
    datasetMetaId
    datasetName
    at
  }
`)

const tokenLeaseFields = graphql(`
  fragment TokenLeaseRecord on TokenLease @_unmask {
    id
    datasetMetaId
    leasedBy
    purpose
    state
    requestedAt
    grantedAt
    expiresAt
    endedAt
    endReason
    endVerified
    dataset {
      name
    }
  }
`)

const onboardingFields = graphql(
  `
    fragment OnboardingRecord on Onboarding @_unmask {
      id
      status
      steps {
        kind
        status
        startedAt
        endedAt
        detail
      }
      problem {
        ...Problem
      }
      externalId
      labels
      booking
      language
      returnUrl
      connectUrl
      supportCode
      createdAt
      expiresAt
      completedAt
    }
  `,
  [problemFragment],
)

const orphanGrantFields = graphql(
  `
    fragment OrphanGrantRecord on OrphanGrant @_unmask {
      id
      businessMetaId
      name
      configId
      foundAt
      onboarding {
        ...OnboardingRecord
      }
      outcome
      endedAt
    }
  `,
  [onboardingFields],
)

const setupFields = graphql(`
  fragment SetupRecord on Setup @_unmask {
    checkedAt
    checks {
      code
      title
      state
      found
      fix {
        by
        action
        url
        setting
      }
    }
    loginConfiguration {
      id
      appId
      configId
      graphVersion
      sdkUrl
      permissions
    }
    sdkDomains
    redirectUris
    webhookUrl
    webhookFields
    isVerifyTokenSet
    deauthorizeUrl
    dataDeletionUrl
    configurationsPage
    loginSettingsPage
    webhooksPage
    basicSettingsPage
  }
`)

const settingsFields = graphql(`
  fragment SettingsRecord on Settings @_unmask {
    programVersion
    environment {
      name
      description
      value
      fallback
      isConfidential
      isSet
      file
    }
    loginConfigurations {
      id
      appId
      configId
      graphVersion
      sdkUrl
      permissions
    }
    retention {
      what
      days
    }
    encryptionKeys {
      keyId
      state
      sealed
      unreadable
    }
  }
`)

const usageFields = graphql(`
  fragment UsageRecord on MetaUsage @_unmask {
    day
    endpoint
    outcome
    calls
  }
`)

const ruleFields = graphql(`
  fragment RuleRecord on ReadinessRule @_unmask {
    state
    calls
    requiredCalls
    days
    errorRequests
    errorPercentMin
    errorPercentMax
    errorLimit
    reachedOn
  }
`)

const readinessFields = graphql(
  `
    fragment ReadinessRecord on Readiness @_unmask {
      current {
        ...RuleRecord
      }
      former {
        ...RuleRecord
      }
      accessTier {
        level
        metaName
        seenAt
      }
      countedEndpoints
      countedSince
      lastCallOn
      isIdle
      inactiveOn
    }
  `,
  [ruleFields],
)

const funnelFields = graphql(`
  fragment FunnelRecord on OnboardingFunnel @_unmask {
    since
    opened
    codeGiven
    exchanged
    identified
    completed
  }
`)

const auditFields = graphql(`
  fragment AuditRecord on AuditEvent @_unmask {
    id
    at
    actorKind
    actorId
    actorName
    action
    subjectKind
    subjectId
    before
    after
    requestId
    isSigned
    place
  }
`)

const jobFields = graphql(`
  fragment JobRecord on Job @_unmask {
    id
    kind
    queue
    state
    tries
    createdAt
    dueAt
    begunAt
    endedAt
    lastError
    cancelObstacle
  }
`)

const metaEventFields = graphql(`
  fragment MetaEventRecord on MetaEvent @_unmask {
    id
    kind
    businessMetaId
    configId
    at
    receivedAt
    outcome
    processedAt
  }
`)

const deletionFields = graphql(`
  fragment DeletionRecord on Deletion @_unmask {
    id
    code
    statusUrl
    origin
    requestedAt
    begunAt
    completedAt
  }
`)

const userFields = graphql(`
  fragment UserRecord on User @_unmask {
    id
    email
    role
    state
    createdAt
    lastSignedInAt
    disabledAt
    hasPassword
    secondFactorSince
    singleSignOnSince
    linkExpiresAt
    openSessions
  }
`)

const brandingFields = graphql(`
  fragment BrandingRecord on Branding @_unmask {
    name
    logoUrl
    accentColor
    supportContact
    privacyUrl
  }
`)

const apiKeyFields = graphql(`
  fragment ApiKeyRecord on ApiKey @_unmask {
    id
    name
    hint
    state
    scopes
    createdAt
    expiresAt
    lastUsedAt
    revokedAt
    formerUntil
  }
`)

const webhookEndpointFields = graphql(`
  fragment WebhookEndpointRecord on WebhookEndpoint @_unmask {
    id
    url
    description
    eventTypes
    disabledReason
    disabledAt
    createdAt
    secretCreatedAt
    formerSecretUntil
    lastSuccessAt
    lastFailureAt
    pendingCount
    oldestPendingAt
  }
`)

const webhookDeliveryFields = graphql(`
  fragment WebhookDeliveryRecord on WebhookDelivery @_unmask {
    id
    event {
      id
      type
      at
      businessId
      onboardingId
      payload
    }
    state
    tries
    nextAttemptAt
    waitsForEarlier
    createdAt
    endedAt
    attempts {
      at
      durationMs
      status
      answer
      failure
      explanation
    }
  }
`)

const usersDocument = graphql(`
  query UsersArguments($filter: UserFilter) {
    users(filter: $filter) {
      totalCount
    }
  }
`)

const apiKeysDocument = graphql(`
  query ApiKeysArguments($filter: ApiKeyFilter) {
    apiKeys(filter: $filter) {
      totalCount
    }
  }
`)

const listDocument = graphql(`
  query ListArguments($filter: BusinessFilter, $orderBy: BusinessOrder) {
    businesses(filter: $filter, orderBy: $orderBy) {
      totalCount
    }
  }
`)

const datasetsDocument = graphql(`
  query DatasetsArguments($filter: DatasetFilter, $orderBy: DatasetOrder) {
    datasets(filter: $filter, orderBy: $orderBy) {
      totalCount
    }
  }
`)

const onboardingsDocument = graphql(`
  query OnboardingsArguments($filter: OnboardingFilter) {
    onboardings(filter: $filter) {
      totalCount
    }
  }
`)

const orphanGrantsDocument = graphql(`
  query OrphanGrantsArguments($filter: OrphanGrantFilter) {
    orphanGrants(filter: $filter) {
      totalCount
    }
  }
`)

const auditDocument = graphql(`
  query AuditArguments($filter: AuditEventFilter) {
    auditEvents(filter: $filter) {
      totalCount
    }
  }
`)

const jobsDocument = graphql(`
  query JobsArguments($filter: JobFilter) {
    jobs(filter: $filter) {
      totalCount
    }
  }
`)

const metaEventsDocument = graphql(`
  query MetaEventsArguments($filter: MetaEventFilter) {
    metaEvents(filter: $filter) {
      totalCount
    }
  }
`)

const webhookDeliveriesDocument = graphql(`
  query WebhookDeliveriesArguments($filter: WebhookDeliveryFilter) {
    webhookDeliveries(filter: $filter) {
      totalCount
    }
  }
`)

const replayDocument = graphql(`
  mutation ReplayArguments($input: ReplayWebhookEventsInput!) {
    replayWebhookEvents(input: $input) {
      count
    }
  }
`)

export type ReceiptRecord = ResultOf<typeof receiptFields>
export type BusinessRecord = ResultOf<typeof businessFields>
export type DatasetRecord = ResultOf<typeof datasetFields>
export type ChangeRecord = ResultOf<typeof changeFields>
export type ReconnectionRecord = NonNullable<BusinessRecord['reconnection']>
export type TokenLeaseRecord = ResultOf<typeof tokenLeaseFields>
export type OrphanGrantRecord = ResultOf<typeof orphanGrantFields>
export type OnboardingRecord = ResultOf<typeof onboardingFields>
export type SetupRecord = ResultOf<typeof setupFields>
export type SettingsRecord = ResultOf<typeof settingsFields>
export type UsageRecord = ResultOf<typeof usageFields>
export type RuleRecord = ResultOf<typeof ruleFields>
export type ReadinessRecord = ResultOf<typeof readinessFields>
export type FunnelRecord = ResultOf<typeof funnelFields>
export type DatasetsArguments = VariablesOf<typeof datasetsDocument>
export type OnboardingsArguments = VariablesOf<typeof onboardingsDocument>
export type UserRecord = ResultOf<typeof userFields>
export type BrandingRecord = ResultOf<typeof brandingFields>
export type ApiKeyRecord = ResultOf<typeof apiKeyFields>
export type UsersArguments = VariablesOf<typeof usersDocument>
export type ApiKeysArguments = VariablesOf<typeof apiKeysDocument>
export type ListArguments = VariablesOf<typeof listDocument>
export type OrphanGrantsArguments = VariablesOf<typeof orphanGrantsDocument>
export type AuditRecord = ResultOf<typeof auditFields>
export type DeletionRecord = ResultOf<typeof deletionFields>
export type JobRecord = ResultOf<typeof jobFields>
export type MetaEventRecord = ResultOf<typeof metaEventFields>
export type AuditArguments = VariablesOf<typeof auditDocument>
export type JobsArguments = VariablesOf<typeof jobsDocument>
export type MetaEventsArguments = VariablesOf<typeof metaEventsDocument>
export type WebhookEndpointRecord = ResultOf<typeof webhookEndpointFields>
export type WebhookDeliveryRecord = ResultOf<typeof webhookDeliveryFields>
export type WebhookAttemptRecord = WebhookDeliveryRecord['attempts'][number]
export type WebhookDeliveriesArguments = VariablesOf<typeof webhookDeliveriesDocument>
export type ReplayArguments = VariablesOf<typeof replayDocument>
