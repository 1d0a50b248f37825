import { useState } from 'react'
import { useQuery } from 'urql'
import { Empty } from '@/components/empty'
import { ExportLink } from '@/components/export-link'
import { PagedList } from '@/components/paged-list'
import { momentsOf } from '@/lib/days'
import { graphql } from '@/lib/graphql'
import { pageArguments, pageInfoFragment } from '@/lib/paging'
import { useKept } from '@/lib/use-kept'
import { AuditFilters } from './audit-filters'
import { exportPath, isFiltered, sizeOf, type AuditSearch } from './audit-search'
import { auditRowFragment, AuditTable } from './audit-table'

const auditQuery = graphql(
  `
    query Audit($first: Int, $after: String, $last: Int, $before: String, $filter: AuditEventFilter) {
      auditEvents(first: $first, after: $after, last: $last, before: $before, filter: $filter) {
        totalCount
        pageInfo {
          ...Page
        }
        edges {
          cursor
          node {
            ...AuditRow
          }
        }
      }
    }
  `,
  [pageInfoFragment, auditRowFragment],
)

interface AuditProps {
  search: AuditSearch
  onSearch: (search: AuditSearch) => void
}

/** Who changed what, with what narrows the list. */
export function Audit({ search, onSearch }: AuditProps) {
  const { by, action, subject, request } = search
  const filter = { actorName: by, action, subjectId: subject, requestId: request, ...momentsOf(search) }
  const [{ data, error, fetching, stale }, refetch] = useQuery({
    query: auditQuery,
    requestPolicy: 'cache-and-network',
    variables: { ...pageArguments(search, sizeOf(search)), filter },
  })
  const list = useKept(data?.auditEvents)
  const [clearings, setClearings] = useState(0)
  const narrow = (change: AuditSearch) => onSearch({ ...search, after: undefined, before: undefined, ...change })
  const clear = () => {
    setClearings(clearings + 1)
    onSearch({ size: search.size })
  }

  return (
    <>
      <AuditFilters
        search={search}
        onNarrow={narrow}
        clearings={clearings}
        onClear={clear}
        actions={<ExportLink href={exportPath(search)} />}
      />
      <PagedList
        list={list}
        error={error}
        cursor={search}
        one="change"
        many="changes"
        size={sizeOf(search)}
        onSize={(size) => narrow({ size })}
        onMove={narrow}
        onRetry={() => refetch({ requestPolicy: 'network-only' })}
        empty={
          <Empty icon={isFiltered(search) ? 'search' : 'clock'} title="No change matches">
            The audit keeps every change for good. Try fewer conditions, or other days.
          </Empty>
        }
      >
        {(rows) => <AuditTable caption="Audit" rows={rows} busy={fetching || stale} onNarrow={narrow} />}
      </PagedList>
    </>
  )
}
