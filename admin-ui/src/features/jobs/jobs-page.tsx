import { useQuery } from 'urql'
import { PageHeader } from '@/components/page-header'
import { PagedList } from '@/components/paged-list'
import { graphql } from '@/lib/graphql'
import { pageArguments, pageInfoFragment } from '@/lib/paging'
import { useKept } from '@/lib/use-kept'
import { useRefetchWhile } from '@/lib/use-refetch-while'
import { JobCounts, jobCountFragment } from './job-counts'
import type { JobState } from './job-words'
import { JobsEmpty } from './jobs-empty'
import { JobsFilters } from './jobs-filters'
import { isFiltered, undone, type JobsSearch } from './jobs-search'
import { jobRowFragment, JobsTable } from './jobs-table'

const jobsQuery = graphql(
  `
    query Jobs($first: Int, $after: String, $last: Int, $before: String, $filter: JobFilter) {
      jobs(first: $first, after: $after, last: $last, before: $before, filter: $filter) {
        totalCount
        pageInfo {
          ...Page
        }
        edges {
          cursor
          node {
            ...JobRow
          }
        }
      }
      jobCounts {
        kind
        ...JobCount
      }
    }
  `,
  [pageInfoFragment, jobRowFragment, jobCountFragment],
)

const pageSize = 25

interface JobsPageProps {
  search: JobsSearch
  onSearch: (search: JobsSearch) => void
}

/** What the program does in its own time, and how far it has come. */
export function JobsPage({ search, onSearch }: JobsPageProps) {
  const [{ data, error, fetching }, refetch] = useQuery({
    query: jobsQuery,
    requestPolicy: 'cache-and-network',
    variables: {
      ...pageArguments(search, pageSize),
      filter: { state: search.state ?? undone, kind: search.kind },
    },
  })
  const known = useKept(data)
  const ask = () => refetch({ requestPolicy: 'network-only' })
  useRefetchWhile(true, ask)
  const narrow = (change: JobsSearch) => onSearch({ ...search, after: undefined, before: undefined, ...change })

  return (
    <>
      <PageHeader
        title="Jobs"
        documentTitle="Jobs"
        below="What the program does in its own time. The queue forgets what was done after a day, and what was given up after a week."
      />
      {known && (
        <JobCounts
          counts={known.jobCounts}
          chosen={search.state}
          onChoose={(state) => narrow({ state: isOnly(search.state, state) ? undefined : [state] })}
        />
      )}
      <JobsFilters
        search={search}
        kinds={[...new Set(known?.jobCounts.map(({ kind }) => kind))].sort()}
        onNarrow={narrow}
        onClear={() => onSearch({})}
      />
      <PagedList
        list={known?.jobs}
        error={error}
        cursor={search}
        one="job"
        many="jobs"
        size={pageSize}
        onMove={narrow}
        onRetry={ask}
        empty={<JobsEmpty filtered={isFiltered(search)} onClear={() => onSearch({})} />}
      >
        {(rows) => <JobsTable rows={rows} busy={fetching} />}
      </PagedList>
    </>
  )
}

function isOnly(chosen: JobState[] | undefined, state: JobState) {
  return chosen?.length === 1 && chosen[0] === state
}
