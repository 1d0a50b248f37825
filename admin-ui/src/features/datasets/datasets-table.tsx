import { readFragment, type FragmentOf } from 'gql.tada'
import { DataTable } from '@/components/data-table'
import { Empty } from '@/components/empty'
import { EmptyPage } from '@/components/empty-page'
import { Pager } from '@/components/pager'
import { graphql } from '@/lib/graphql'
import { pageInfoFragment, type Cursor } from '@/lib/paging'
import { useCanOperate } from '@/lib/viewer'
import { DatasetRow, datasetRowFragment } from './dataset-row'
import { useDatasetUse } from './dataset-use'

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
  const { isConnected } = useDatasetUse()
  const canAct = useCanOperate() && isConnected
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
            {canAct && <th scope="col">Actions</th>}
          </>
        }
      >
        {edges.map(({ cursor, node }) => (
          <DatasetRow key={cursor} dataset={node} canAct={canAct} />
        ))}
      </DataTable>
      <Pager page={pageInfo} total={totalCount} one="dataset" many="datasets" size={size} onMove={onMove} />
    </>
  )
}
