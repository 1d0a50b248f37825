import type { CombinedError } from '@urql/core'
import { useEffect, useEffectEvent } from 'react'
import { useQuery } from 'urql'
import { PageFailure } from '@/components/page-failure'
import { PageHeader } from '@/components/page-header'
import { hasCode } from '@/lib/errors'
import { isLater } from '@/lib/paging'
import { useKept } from '@/lib/use-kept'
import { BusinessContent } from './business-content'
import { businessQuery, datasetPages } from './business-query'
import type { BusinessSearch } from './business-search'
import { BusinessSkeleton } from './business-skeleton'
import { NotFound } from './not-found'

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
    <PageFailure error={error} cursor={search} onRetry={ask} onFirstPage={() => onSearch({ list: search.list })} />
  )
  if (business) {
    return (
      <BusinessContent
        business={business}
        sdkUrl={data?.loginConfiguration.sdkUrl}
        failure={failure}
        search={search}
        onSearch={onSearch}
        busy={fetching || stale}
      />
    )
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
