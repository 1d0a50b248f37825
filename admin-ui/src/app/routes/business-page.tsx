import type { CombinedError } from '@urql/core'
import type { ResultOf } from 'gql.tada'
import type { ReactNode } from 'react'
import { useQuery } from 'urql'
import { PageFailure } from '@/components/page-failure'
import { PageHeader } from '@/components/page-header'
import { ProblemCard } from '@/components/problem-card'
import { auditTrailFragment } from '@/features/audit/audit-trail'
import { BusinessFacts, businessFactsFragment } from '@/features/businesses/business-facts'
import { BusinessHeader, businessHeaderFragment } from '@/features/businesses/business-header'
import { Disconnection, disconnectionFragment } from '@/features/businesses/disconnection'
import { Permissions, permissionsFragment } from '@/features/businesses/permissions'
import {
  BusinessDatasets,
  businessDatasetsFragment,
  datasetsPageSize,
  type DatasetsTab,
} from '@/features/datasets/business-datasets'
import { businessOnboardingsFragment } from '@/features/onboardings/business-onboardings'
import { hasCode } from '@/lib/errors'
import { graphql } from '@/lib/graphql'
import { isLater, pageArguments } from '@/lib/paging'
import { problemFragment } from '@/lib/problem'
import { useChanges } from '@/lib/use-changes'
import { useKept } from '@/lib/use-kept'
import { useRefetchWhile } from '@/lib/use-refetch-while'
import { BusinessActivity } from './business-activity'
import classes from './business-page.module.css'
import type { BusinessSearch } from './business-search'
import { BusinessSkeleton } from './business-skeleton'
import { NotFound } from './not-found'

const businessQuery = graphql(
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
      business(id: $id) {
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
        ...Disconnection
        ...BusinessDatasets
        ...Permissions
        ...BusinessOnboardings
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
    disconnectionFragment,
    businessDatasetsFragment,
    permissionsFragment,
    businessOnboardingsFragment,
    auditTrailFragment,
  ],
)

const changesQuery = graphql(`
  subscription BusinessChanges($id: ID!) {
    businessUpdated(id: $id) {
      id
    }
  }
`)

interface BusinessPageProps {
  id: string
  search: BusinessSearch
  onSearch: (search: BusinessSearch) => void
}

/** Everything about one business. */
export function BusinessPage({ id, search, onSearch }: BusinessPageProps) {
  const [{ data, error, fetching, stale }, refetch] = useQuery({
    query: businessQuery,
    requestPolicy: 'cache-and-network',
    variables: { id, ...datasetPages(search) },
  })
  // Undefined as long as it is not known: beside an error, null does not mean that there is no such business.
  const business = useKept(error ? (data?.business ?? undefined) : data?.business)
  const events = useKept(data?.auditEvents)
  const ask = () => refetch({ requestPolicy: 'network-only' })
  useChanges({ query: changesQuery, id, paused: !business, onChange: ask })
  // The pages that a sync has read are no change of the business itself.
  useRefetchWhile(business?.status === 'REVOKING' || business?.lastSync?.outcome === 'RUNNING', ask)

  const failure = error && (
    <PageFailure error={error} cursor={search} onRetry={ask} onFirstPage={() => onSearch({ tab: search.tab })} />
  )
  if (business && events) {
    return <Loaded {...{ id, business, events, failure, search, onSearch }} busy={fetching || stale} />
  }
  if (business === null || (error && isMalformedId(error, search))) {
    return <NotFound />
  }
  return failure ? (
    <>
      <PageHeader title="Business" documentTitle="Business" />
      {failure}
    </>
  ) : (
    <BusinessSkeleton />
  )
}

/** Whether the server could make nothing of the id; on a later page it may mean the cursor. */
function isMalformedId(error: CombinedError, search: BusinessSearch) {
  return !isLater(search) && hasCode(error, 'INVALID_INPUT')
}

interface LoadedProps {
  id: string
  business: NonNullable<ResultOf<typeof businessQuery>['business']>
  events: ResultOf<typeof businessQuery>['auditEvents']
  /** Why what is shown may be old. */
  failure: ReactNode
  search: BusinessSearch
  onSearch: (search: BusinessSearch) => void
  busy: boolean
}

function Loaded({ id, business, events, failure, search, onSearch, busy }: LoadedProps) {
  return (
    <>
      <BusinessHeader business={business} />
      <div className={classes.parts}>
        {failure}
        {business.problem && (
          <ProblemCard problem={business.problem} audience="staff" tokenExpiresAt={business.tokenExpiresAt} />
        )}
        <Disconnection business={business} />
        <BusinessFacts business={business} />
        <BusinessDatasets
          business={business}
          tab={search.tab ?? 'owned'}
          busy={busy}
          onTab={(tab) => onSearch({ tab: tab === 'owned' ? undefined : tab })}
          onMove={(cursor) => onSearch({ tab: search.tab, ...cursor })}
        />
        <Permissions business={business} />
        <BusinessActivity id={id} business={business} events={events} />
      </div>
    </>
  )
}

/** The paging arguments of the lists of datasets: the cursor belongs to the tab that is shown. */
function datasetPages({ tab: other, ...cursor }: BusinessSearch) {
  const shown: DatasetsTab = other ?? 'owned'
  const argumentsOf = (tab: DatasetsTab) => pageArguments(tab === shown ? cursor : {}, datasetsPageSize)
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
