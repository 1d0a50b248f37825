import { readFragment, type FragmentOf } from 'gql.tada'
import { Cell } from '@/components/cell'
import { Copyable } from '@/components/copyable'
import { DataTable } from '@/components/data-table'
import { Moment } from '@/components/moment'
import { Name } from '@/components/name'
import { RouterAnchor } from '@/components/router-anchor'
import { SortHeader } from '@/components/sort-header'
import { formatCount } from '@/lib/format'
import { graphql } from '@/lib/graphql'
import classes from './businesses-page.module.css'
import { orderOf, sortBy, type BusinessesSearch } from './businesses-search'
import { StatusBadge } from './status-badge'

export const businessRowFragment = graphql(`
  fragment BusinessRow on Business {
    id
    metaId
    name
    externalId
    status
    problem {
      message
    }
    connectedAt
    ownedDatasets(first: 1) {
      totalCount
    }
    sharedDatasets(first: 1) {
      totalCount
    }
  }
`)

type BusinessRow = FragmentOf<typeof businessRowFragment>

interface BusinessesTableProps {
  rows: { cursor: string; node: BusinessRow }[]
  search: BusinessesSearch
  onSearch: (search: BusinessesSearch) => void
  busy: boolean
}

export function BusinessesTable({ rows, search, onSearch, busy }: BusinessesTableProps) {
  const order = orderOf(search)
  const sorting = (sort: typeof order.sort) => ({
    sorted: order.sort === sort ? order.dir : undefined,
    onSort: () => onSearch(sortBy(search, sort)),
  })
  return (
    <DataTable
      caption="Businesses"
      busy={busy}
      head={
        <>
          <SortHeader label="Business" {...sorting('name')} />
          <SortHeader label="Status" {...sorting('status')} />
          <th scope="col">Datasets</th>
          <th scope="col">External id</th>
          <SortHeader label="Connected" {...sorting('connected')} />
        </>
      }
    >
      {rows.map(({ cursor, node }) => (
        <Row key={cursor} business={node} />
      ))}
    </DataTable>
  )
}

function Row({ business }: { business: BusinessRow }) {
  const { id, metaId, name, externalId, status, problem, connectedAt, ownedDatasets, sharedDatasets } = readFragment(
    businessRowFragment,
    business,
  )
  const count = ownedDatasets.totalCount + sharedDatasets.totalCount
  return (
    <tr className={classes.row}>
      <Cell label="Business" heading>
        <div>
          <RouterAnchor className={classes.name} to="/businesses/$id" params={{ id }}>
            <Name>{name ?? 'Name not known yet'}</Name>
          </RouterAnchor>
          <div className={classes.sub}>
            <Copyable value={metaId} label="Meta id" />
          </div>
        </div>
      </Cell>
      <Cell label="Status">
        <StatusBadge status={status} />
        {problem && <div className={classes.reason}>{problem.message}</div>}
      </Cell>
      <Cell label="Datasets">{formatCount(count)}</Cell>
      <Cell label="External id">{externalId && <Name>{externalId}</Name>}</Cell>
      <Cell label="Connected">
        <Moment at={connectedAt} />
      </Cell>
    </tr>
  )
}
