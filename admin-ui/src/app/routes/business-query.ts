import type { ResultOf } from 'gql.tada'
import { auditTrailFragment } from '@/features/audit/audit-trail'
import { businessFactsFragment } from '@/features/businesses/business-facts'
import { businessHeaderFragment } from '@/features/businesses/business-header'
import { businessSettingsFragment } from '@/features/businesses/business-settings'
import { disconnectionFragment } from '@/features/businesses/disconnection'
import { permissionsFragment } from '@/features/businesses/permissions'
import { reconnectionFragment } from '@/features/businesses/reconnection'
import { businessDatasetsFragment, datasetsPageSize, type DatasetList } from '@/features/datasets/business-datasets'
import { businessOnboardingsFragment } from '@/features/onboardings/business-onboardings'
import { stoppedOnboardingsFragment } from '@/features/onboardings/stopped-onboardings'
import { businessOrphanFragment } from '@/features/orphans/business-orphan'
import { graphql } from '@/lib/graphql'
import { pageArguments } from '@/lib/paging'
import { problemFragment } from '@/lib/problem'
import type { BusinessSearch } from './business-search'

export const businessQuery = graphql(
  `
    query Business(
      $id: ID!
      $ownedFirst: Int
      $ownedAfter: String
      $ownedLast: Int
      $ownedBefore: String
      $sharedFirst: Int
      $sharedAfter: String
      $sharedLast: Int
      $sharedBefore: String
      $changesFirst: Int
      $changesAfter: String
      $changesLast: Int
      $changesBefore: String
    ) {
      loginConfiguration {
        sdkUrl
      }
      business(id: $id) {
        metaId
        status
        problem {
          ...Problem
        }
        tokenExpiresAt
        lastSync {
          outcome
        }
        ...BusinessHeader
        ...BusinessFacts
        ...StoppedOnboardings
        ...BusinessOrphan
        ...Disconnection
        ...Reconnection
        ...BusinessDatasets
        ...Permissions
        ...BusinessOnboardings
        ...BusinessSettings
      }
      auditEvents(first: 8, filter: { subjectId: $id }) {
        ...AuditTrail
      }
    }
  `,
  [
    problemFragment,
    businessHeaderFragment,
    businessFactsFragment,
    stoppedOnboardingsFragment,
    businessOrphanFragment,
    disconnectionFragment,
    reconnectionFragment,
    businessDatasetsFragment,
    permissionsFragment,
    businessOnboardingsFragment,
    businessSettingsFragment,
    auditTrailFragment,
  ],
)

export type LoadedBusiness = NonNullable<ResultOf<typeof businessQuery>['business']>
export type LoadedEvents = ResultOf<typeof businessQuery>['auditEvents']

/** The paging arguments of the lists of datasets: the cursor belongs to the list that is shown, which may be of another part of the page. */
export function datasetPages({ tab, list: other, after, before }: BusinessSearch) {
  const shown: DatasetList | undefined = tab ? undefined : (other ?? 'owned')
  const argumentsOf = (list: DatasetList) => pageArguments(list === shown ? { after, before } : {}, datasetsPageSize)
  const [owned, shared, changes] = [argumentsOf('owned'), argumentsOf('shared'), argumentsOf('changes')]
  return {
    ownedFirst: owned.first,
    ownedAfter: owned.after,
    ownedLast: owned.last,
    ownedBefore: owned.before,
    sharedFirst: shared.first,
    sharedAfter: shared.after,
    sharedLast: shared.last,
    sharedBefore: shared.before,
    changesFirst: changes.first,
    changesAfter: changes.after,
    changesLast: changes.last,
    changesBefore: changes.before,
  }
}
