import type { CombinedError } from '@urql/core'
import type { ResultOf } from 'gql.tada'
import { useEffect, useEffectEvent, type ReactNode } from 'react'
import { useQuery } from 'urql'
import { PageFailure } from '@/components/page-failure'
import { PageHeader } from '@/components/page-header'
import { ProblemCard } from '@/components/problem-card'
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
import { BusinessOnboardings, businessOnboardingsFragment } from '@/features/onboardings/business-onboardings'
import { hasCode } from '@/lib/errors'
import { graphql } from '@/lib/graphql'
import { isLater, pageArguments } from '@/lib/paging'
import { problemFragment } from '@/lib/problem'
import { useKept } from '@/lib/use-kept'
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
  ],
)

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
  const ask = () => refetch({ requestPolicy: 'network-only' })
  useRefetchWhile(business?.status === 'REVOKING' || business?.lastSync?.outcome === 'RUNNING', ask)

  const failure = error && (
    <PageFailure error={error} cursor={search} onRetry={ask} onFirstPage={() => onSearch({ tab: search.tab })} />
  )
  if (business) {
    return <Loaded business={business} failure={failure} search={search} onSearch={onSearch} busy={fetching || stale} />
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
  business: NonNullable<ResultOf<typeof businessQuery>['business']>
  /** Why what is shown may be old. */
  failure: ReactNode
  search: BusinessSearch
  onSearch: (search: BusinessSearch) => void
  busy: boolean
}

function Loaded({ business, failure, search, onSearch, busy }: LoadedProps) {
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
        <BusinessOnboardings business={business} />
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

/**
 * Asks again every few seconds for as long as something is under way. `businessUpdated` would not do instead: it tells
 * of changes to the business itself, and the pages that a sync has read are none.
 */
function useRefetchWhile(underWay: boolean, refetch: () => void) {
  const ask = useEffectEvent(refetch)
  useEffect(() => {
    if (!underWay) {
      return undefined
    }
    const timer = setInterval(() => ask(), 4000)
    return () => clearInterval(timer)
  }, [underWay])
}
