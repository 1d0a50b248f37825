import type { CombinedError } from '@urql/core'
import { useQuery } from 'urql'
import { PageFailure } from '@/components/page-failure'
import { PageHeader } from '@/components/page-header'
import { hasCode } from '@/lib/errors'
import { graphql } from '@/lib/graphql'
import { isLater } from '@/lib/paging'
import { useChanges } from '@/lib/use-changes'
import { useKept } from '@/lib/use-kept'
import { useRefetchWhile } from '@/lib/use-refetch-while'
import { BusinessContent } from './business-content'
import { businessQuery, datasetPages } from './business-query'
import type { BusinessSearch } from './business-search'
import { BusinessSkeleton } from './business-skeleton'
import { NotFound } from './not-found'

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
    <PageFailure error={error} cursor={search} onRetry={ask} onFirstPage={() => onSearch({ list: search.list })} />
  )
  if (business && events) {
    return (
      <BusinessContent
        id={id}
        business={business}
        events={events}
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
