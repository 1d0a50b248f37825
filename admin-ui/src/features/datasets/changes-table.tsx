import { readFragment, type FragmentOf } from 'gql.tada'
import { Cell } from '@/components/cell'
import { Copyable } from '@/components/copyable'
import { DataTable } from '@/components/data-table'
import { Empty } from '@/components/empty'
import { EmptyPage } from '@/components/empty-page'
import { Moment } from '@/components/moment'
import { Name } from '@/components/name'
import { Pager } from '@/components/pager'
import { Tag, type Tone } from '@/components/tag'
import { graphql } from '@/lib/graphql'
import { pageInfoFragment, type Cursor } from '@/lib/paging'
import classes from './datasets.module.css'

const changeRowFragment = graphql(`
  fragment ChangeRow on DatasetChange {
    kind
    relation
    datasetMetaId
    datasetName
    at
  }
`)

export const changesTableFragment = graphql(
  `
    fragment ChangesTable on DatasetChangeConnection {
      totalCount
      pageInfo {
        ...Page
      }
      edges {
        cursor
        node {
          ...ChangeRow
        }
      }
    }
  `,
  [pageInfoFragment, changeRowFragment],
)

interface ChangesTableProps {
  changes: FragmentOf<typeof changesTableFragment>
  size: number
  busy: boolean
  onMove: (cursor: Cursor) => void
}

/** A page of what the lists of datasets have gained and lost. */
export function ChangesTable({ changes, size, busy, onMove }: ChangesTableProps) {
  const { edges, pageInfo, totalCount } = readFragment(changesTableFragment, changes)
  if (edges.length === 0 && totalCount > 0) {
    return <EmptyPage onFirstPage={() => onMove({})} />
  }
  if (edges.length === 0) {
    return (
      <Empty icon="clock" title="None">
        No sync has found a dataset that came or went.
      </Empty>
    )
  }
  return (
    <>
      <DataTable
        caption="Changes of the datasets"
        busy={busy}
        head={
          <>
            <th scope="col">Dataset</th>
            <th scope="col">Change</th>
            <th scope="col">List</th>
            <th scope="col">Noticed</th>
          </>
        }
      >
        {edges.map(({ cursor, node }) => (
          <Row key={cursor} change={node} />
        ))}
      </DataTable>
      <Pager page={pageInfo} total={totalCount} one="change" many="changes" size={size} onMove={onMove} />
    </>
  )
}

function Row({ change }: { change: FragmentOf<typeof changeRowFragment> }) {
  const { kind, relation, datasetMetaId, datasetName, at } = readFragment(changeRowFragment, change)
  return (
    <tr>
      <Cell label="Dataset" heading>
        <div>
          <span className={classes.name}>
            <Name>{datasetName ?? 'Unnamed dataset'}</Name>
          </span>
          <div className={classes.sub}>
            <Copyable value={datasetMetaId} label="Meta id" />
          </div>
        </div>
      </Cell>
      <Cell label="Change">
        <Tag tone={kinds[kind].tone}>{kinds[kind].label}</Tag>
      </Cell>
      <Cell label="List">{relation === 'OWNED' ? 'Owned' : 'Shared'}</Cell>
      <Cell label="Noticed">
        <Moment at={at} />
      </Cell>
    </tr>
  )
}

type ChangeKind = ReturnType<typeof graphql.scalar<'DatasetChangeKind'>>

const kinds: Record<ChangeKind, { label: string; tone: Tone }> = {
  ADDED: { label: 'Added', tone: 'ok' },
  REMOVED: { label: 'Removed', tone: 'off' },
}
