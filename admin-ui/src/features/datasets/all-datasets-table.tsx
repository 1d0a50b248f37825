import { readFragment, type FragmentOf } from 'gql.tada'
import { Cell } from '@/components/cell'
import { Copyable } from '@/components/copyable'
import { DataTable } from '@/components/data-table'
import { ExternalLink } from '@/components/external-link'
import { Moment } from '@/components/moment'
import { Name } from '@/components/name'
import { SortHeader } from '@/components/sort-header'
import { Tag } from '@/components/tag'
import { graphql } from '@/lib/graphql'
import { orderOf, sortBy, type DatasetsSearch } from './all-datasets-search'
import classes from './datasets.module.css'
import { Having, havingFragment } from './having'

export const allDatasetsRowFragment = graphql(
  `
    fragment AllDatasetsRow on Dataset {
      metaId
      name
      lastFiredAt
      isUnavailable
      ownerBusinessName
      eventsManagerUrl
      ...Having
    }
  `,
  [havingFragment],
)

type AllDatasetsRow = FragmentOf<typeof allDatasetsRowFragment>

interface AllDatasetsTableProps {
  rows: { cursor: string; node: AllDatasetsRow }[]
  search: DatasetsSearch
  onSearch: (search: DatasetsSearch) => void
  busy: boolean
}

/** A page of datasets, each with the businesses that have it. */
export function AllDatasetsTable({ rows, search, onSearch, busy }: AllDatasetsTableProps) {
  const order = orderOf(search)
  const sorting = (sort: typeof order.sort) => ({
    sorted: order.sort === sort ? order.dir : undefined,
    onSort: () => onSearch(sortBy(search, sort)),
  })
  return (
    <DataTable
      caption="Datasets"
      busy={busy}
      head={
        <>
          <SortHeader label="Dataset" {...sorting('name')} />
          <SortHeader label="Last event" {...sorting('fired')} />
          <th scope="col">Businesses</th>
          <th scope="col">Owner</th>
          <th scope="col">At Meta</th>
        </>
      }
    >
      {rows.map(({ cursor, node }) => (
        <Row key={cursor} dataset={node} />
      ))}
    </DataTable>
  )
}

function Row({ dataset }: { dataset: AllDatasetsRow }) {
  const row = readFragment(allDatasetsRowFragment, dataset)
  const { metaId, name, lastFiredAt, isUnavailable, ownerBusinessName, eventsManagerUrl } = row
  return (
    <tr>
      <Cell label="Dataset" heading>
        <div>
          <span className={classes.name}>
            <Name>{name ?? 'Unnamed dataset'}</Name> {isUnavailable && <Tag tone="warn">Unavailable</Tag>}
          </span>
          <div className={classes.sub}>
            <Copyable value={metaId} label="Meta id" />
          </div>
        </div>
      </Cell>
      <Cell label="Last event">
        <Moment at={lastFiredAt} />
      </Cell>
      <Cell label="Businesses">
        <Having dataset={row} />
      </Cell>
      <Cell label="Owner">
        <Name>{ownerBusinessName ?? 'Not known'}</Name>
      </Cell>
      <Cell label="At Meta">
        <ExternalLink href={eventsManagerUrl}>Events Manager</ExternalLink>
      </Cell>
    </tr>
  )
}
