import type { ResultOf } from 'gql.tada'
import { useEffect, useEffectEvent } from 'react'
import { useQuery } from 'urql'
import { Failure } from '@/components/failure'
import { PageHeader } from '@/components/page-header'
import { ProblemCard } from '@/components/problem-card'
import { BusinessFacts, businessFactsFragment } from '@/features/businesses/business-facts'
import { BusinessHeader, businessHeaderFragment } from '@/features/businesses/business-header'
import { Disconnection, disconnectionFragment } from '@/features/businesses/disconnection'
import { Permissions, permissionsFragment } from '@/features/businesses/permissions'
import { BusinessDatasets, businessDatasetsFragment, datasetsPageSize } from '@/features/datasets/business-datasets'
import { BusinessOnboardings, businessOnboardingsFragment } from '@/features/onboardings/business-onboardings'
import { describeError } from '@/lib/errors'
import { graphql } from '@/lib/graphql'
import { pageArguments } from '@/lib/paging'
import { problemFragment } from '@/lib/problem'
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
    ) {
      business(id: $id) {
        status
        problem {
          ...Problem
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
  const business = data?.business
  useRefetchWhile(business?.status === 'REVOKING', () => refetch({ requestPolicy: 'network-only' }))

  if (business) {
    return <Loaded business={business} search={search} onSearch={onSearch} busy={fetching || stale} />
  }
  if (error) {
    return (
      <>
        <PageHeader title="Business" documentTitle="Business" />
        <Failure {...describeError(error)} onRetry={() => refetch({ requestPolicy: 'network-only' })} />
      </>
    )
  }
  return data ? <NotFound /> : <BusinessSkeleton />
}

interface LoadedProps {
  business: NonNullable<ResultOf<typeof businessQuery>['business']>
  search: BusinessSearch
  onSearch: (search: BusinessSearch) => void
  busy: boolean
}

function Loaded({ business, search, onSearch, busy }: LoadedProps) {
  return (
    <>
      <BusinessHeader business={business} />
      <div className={classes.parts}>
        {business.problem && <ProblemCard problem={business.problem} audience="staff" />}
        <Disconnection business={business} />
        <BusinessFacts business={business} />
        <BusinessDatasets
          business={business}
          tab={search.tab ?? 'owned'}
          busy={busy}
          onTab={(tab) => onSearch({ tab: tab === 'shared' ? tab : undefined })}
          onMove={(cursor) => onSearch({ tab: search.tab, ...cursor })}
        />
        <Permissions business={business} />
        <BusinessOnboardings business={business} />
      </div>
    </>
  )
}

/** The paging arguments of both lists of datasets: the cursor belongs to the tab that is shown. */
function datasetPages({ tab, ...cursor }: BusinessSearch) {
  const owned = pageArguments(tab === 'shared' ? {} : cursor, datasetsPageSize)
  const shared = pageArguments(tab === 'shared' ? cursor : {}, datasetsPageSize)
  return {
    ownedFirst: owned.first,
    ownedAfter: owned.after,
    ownedLast: owned.last,
    ownedBefore: owned.before,
    sharedFirst: shared.first,
    sharedAfter: shared.after,
    sharedLast: shared.last,
    sharedBefore: shared.before,
  }
}

/** Asks again every few seconds for as long as something is under way. */
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
