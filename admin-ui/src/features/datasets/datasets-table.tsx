import { readFragment, type FragmentOf } from 'gql.tada'
import { Cell } from '@/components/cell'
import { Copyable } from '@/components/copyable'
import { DataTable } from '@/components/data-table'
import { Empty } from '@/components/empty'
import { EmptyPage } from '@/components/empty-page'
import { ExternalLink } from '@/components/external-link'
import { Moment } from '@/components/moment'
import { Name } from '@/components/name'
import { Pager } from '@/components/pager'
import { Tag } from '@/components/tag'
import { graphql } from '@/lib/graphql'
import { pageInfoFragment, type Cursor } from '@/lib/paging'
import classes from './datasets.module.css'

const datasetRowFragment = graphql(`
  fragment DatasetRow on Dataset {
    metaId
    name
    lastFiredAt
    isUnavailable
    ownerBusinessName
    eventsManagerUrl
  }
`)

export const datasetsTableFragment = graphql(
  `
    fragment DatasetsTable on DatasetConnection {
      totalCount
      pageInfo {
        ...Page
      }
      edges {
        cursor
        node {
          ...DatasetRow
        }
      }
    }
  `,
  [pageInfoFragment, datasetRowFragment],
)

interface DatasetsTableProps {
  caption: string
  datasets: FragmentOf<typeof datasetsTableFragment>
  size: number
  busy: boolean
  onMove: (cursor: Cursor) => void
}

/** A page of datasets. */
export function DatasetsTable({ caption, datasets, size, busy, onMove }: DatasetsTableProps) {
  const { edges, pageInfo, totalCount } = readFragment(datasetsTableFragment, datasets)
  if (edges.length === 0 && totalCount > 0) {
    return <EmptyPage onFirstPage={() => onMove({})} />
  }
  if (edges.length === 0) {
    return (
      <Empty icon="database" title="None">
        The grant of this business holds no dataset of this kind. After a change at Meta, press Sync datasets.
      </Empty>
    )
  }
  return (
    <>
      <DataTable
        caption={caption}
        busy={busy}
        head={
          <>
            <th scope="col">Dataset</th>
            <th scope="col">Last event</th>
            <th scope="col">Owner</th>
            <th scope="col">At Meta</th>
          </>
        }
      >
        {edges.map(({ cursor, node }) => (
          <Row key={cursor} dataset={node} />
        ))}
      </DataTable>
      <Pager page={pageInfo} total={totalCount} one="dataset" many="datasets" size={size} onMove={onMove} />
    </>
  )
}

function Row({ dataset }: { dataset: FragmentOf<typeof datasetRowFragment> }) {
  const { metaId, name, lastFiredAt, isUnavailable, ownerBusinessName, eventsManagerUrl } = readFragment(
    datasetRowFragment,
    dataset,
  )
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
      <Cell label="Owner">
        <Name>{ownerBusinessName ?? 'Not known'}</Name>
      </Cell>
      <Cell label="At Meta">
        <ExternalLink href={eventsManagerUrl}>Events Manager</ExternalLink>
      </Cell>
    </tr>
  )
}
