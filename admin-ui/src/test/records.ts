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
      status
      problem {
        ...Problem
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

const listDocument = graphql(`
  query ListArguments($filter: BusinessFilter, $orderBy: BusinessOrder) {
    businesses(filter: $filter, orderBy: $orderBy) {
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

const onboardingsDocument = graphql(`
  query OnboardingsArguments($filter: OnboardingFilter) {
    onboardings(filter: $filter) {
      totalCount
    }
  }
`)

export type ReceiptRecord = ResultOf<typeof receiptFields>
export type BusinessRecord = ResultOf<typeof businessFields>
export type DatasetRecord = ResultOf<typeof datasetFields>
export type ChangeRecord = ResultOf<typeof changeFields>
export type OrphanGrantRecord = ResultOf<typeof orphanGrantFields>
export type OnboardingRecord = ResultOf<typeof onboardingFields>
export type ListArguments = VariablesOf<typeof listDocument>
export type OnboardingsArguments = VariablesOf<typeof onboardingsDocument>
export type OrphanGrantsArguments = VariablesOf<typeof orphanGrantsDocument>
