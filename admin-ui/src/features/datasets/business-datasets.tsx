import { Tabs } from '@mantine/core'
import { readFragment, type FragmentOf } from 'gql.tada'
import { Panel } from '@/components/panel'
import { formatCount } from '@/lib/format'
import { graphql } from '@/lib/graphql'
import type { Cursor } from '@/lib/paging'
import { ChangesTable, changesTableFragment } from './changes-table'
import { DatasetsTable, datasetsTableFragment } from './datasets-table'
import classes from './datasets.module.css'
import { LastSync, lastSyncFragment } from './last-sync'
import { Unreachable, unreachableFragment } from './unreachable'

export const datasetsPageSize = 25

/** Needs the variables `ownedFirst`, `ownedAfter`, `ownedLast`, `ownedBefore`; the same for `shared` and `changes`. */
export const businessDatasetsFragment = graphql(
  `
    fragment BusinessDatasets on Business {
      ...LastSync
      ...Unreachable
      ownedDatasets(first: $ownedFirst, after: $ownedAfter, last: $ownedLast, before: $ownedBefore) {
        totalCount
        ...DatasetsTable
      }
      sharedDatasets(first: $sharedFirst, after: $sharedAfter, last: $sharedLast, before: $sharedBefore) {
        totalCount
        ...DatasetsTable
      }
      datasetChanges(first: $changesFirst, after: $changesAfter, last: $changesLast, before: $changesBefore) {
        ...ChangesTable
      }
    }
  `,
  [lastSyncFragment, unreachableFragment, datasetsTableFragment, changesTableFragment],
)

/** The lists of the panel, of which one is shown. */
export type DatasetsTab = 'owned' | 'shared' | 'changes'

interface BusinessDatasetsProps {
  business: FragmentOf<typeof businessDatasetsFragment>
  tab: DatasetsTab
  busy: boolean
  onTab: (tab: DatasetsTab) => void
  onMove: (cursor: Cursor) => void
}

/** The datasets that a business owns, those that others share with it, and what has come and gone. */
export function BusinessDatasets({ business, tab, busy, onTab, onMove }: BusinessDatasetsProps) {
  const datasets = readFragment(businessDatasetsFragment, business)
  const { ownedDatasets, sharedDatasets, datasetChanges } = datasets
  const paging = { size: datasetsPageSize, busy, onMove }
  return (
    <Panel title="Datasets" hint={<LastSync business={datasets} />} flush>
      <Unreachable business={datasets} />
      <Tabs value={tab} onChange={(value) => onTab(value as DatasetsTab)} keepMounted={false}>
        <Tabs.List className={classes.tabs}>
          <Tabs.Tab value="owned">
            Owned <Count>{ownedDatasets.totalCount}</Count>
          </Tabs.Tab>
          <Tabs.Tab value="shared">
            Shared <Count>{sharedDatasets.totalCount}</Count>
          </Tabs.Tab>
          <Tabs.Tab value="changes">Changes</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="owned">
          <DatasetsTable caption="Owned datasets" datasets={ownedDatasets} {...paging} />
        </Tabs.Panel>
        <Tabs.Panel value="shared">
          <DatasetsTable caption="Shared datasets" datasets={sharedDatasets} {...paging} />
        </Tabs.Panel>
        <Tabs.Panel value="changes">
          <ChangesTable changes={datasetChanges} {...paging} />
        </Tabs.Panel>
      </Tabs>
    </Panel>
  )
}

function Count({ children }: { children: number }) {
  return <span className={classes.count}>{formatCount(children)}</span>
}
