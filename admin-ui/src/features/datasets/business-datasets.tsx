import { Tabs } from '@mantine/core'
import { readFragment, type FragmentOf } from 'gql.tada'
import { ExternalLink } from '@/components/external-link'
import { Panel } from '@/components/panel'
import { formatCount } from '@/lib/format'
import { graphql } from '@/lib/graphql'
import type { Cursor } from '@/lib/paging'
import { ChangesTable, changesTableFragment } from './changes-table'
import { DatasetUseContext, datasetUseFragment, readDatasetUse } from './dataset-use'
import { DatasetsTable, datasetsTableFragment } from './datasets-table'
import classes from './datasets.module.css'
import { LastSync, lastSyncFragment } from './last-sync'
import { livenessHint } from './liveness'
import { Unreachable, unreachableFragment } from './unreachable'

export const datasetsPageSize = 25

/** Needs the variables `ownedFirst`, `ownedAfter`, `ownedLast`, `ownedBefore`; the same for `shared` and `changes`. */
export const businessDatasetsFragment = graphql(
  `
    fragment BusinessDatasets on Business {
      connectedAppsUrl
      ...LastSync
      ...Unreachable
      ...DatasetUse
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
  [lastSyncFragment, unreachableFragment, datasetUseFragment, datasetsTableFragment, changesTableFragment],
)

/** The lists of the panel, of which one is shown. */
export type DatasetList = 'owned' | 'shared' | 'changes'

interface BusinessDatasetsProps {
  business: FragmentOf<typeof businessDatasetsFragment>
  list: DatasetList
  busy: boolean
  onList: (list: DatasetList) => void
  onMove: (cursor: Cursor) => void
}

/** The datasets that a business owns, those that others share with it, and what has come and gone. */
export function BusinessDatasets({ business, list, busy, onList, onMove }: BusinessDatasetsProps) {
  const datasets = readFragment(businessDatasetsFragment, business)
  const { connectedAppsUrl, ownedDatasets, sharedDatasets, datasetChanges } = datasets
  const paging = { size: datasetsPageSize, busy, onMove }
  return (
    <DatasetUseContext value={readDatasetUse(datasets, ownedDatasets.totalCount + sharedDatasets.totalCount)}>
      <Panel
        title="Datasets"
        hint={
          <>
            <LastSync business={datasets} /> {livenessHint}
          </>
        }
        actions={
          <span className={classes.aside}>
            To drop a single dataset, open <ExternalLink href={connectedAppsUrl}>Connected apps</ExternalLink>
          </span>
        }
        flush
      >
        <Unreachable business={datasets} />
        <Tabs value={list} onChange={(value) => onList(value as DatasetList)} keepMounted={false}>
          <Tabs.List className={classes.tabs} aria-label="Lists of datasets">
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
    </DatasetUseContext>
  )
}

function Count({ children }: { children: number }) {
  return <span className={classes.count}>{formatCount(children)}</span>
}
