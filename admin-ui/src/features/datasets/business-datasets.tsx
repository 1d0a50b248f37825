import { Tabs } from '@mantine/core'
import { readFragment, type FragmentOf } from 'gql.tada'
import type { ReactNode } from 'react'
import { Panel } from '@/components/panel'
import { formatCount } from '@/lib/format'
import { graphql } from '@/lib/graphql'
import type { Cursor } from '@/lib/paging'
import { DatasetsTable, datasetsTableFragment } from './datasets-table'
import classes from './datasets.module.css'

export const datasetsPageSize = 25

/** Needs the variables `ownedFirst`, `ownedAfter`, `ownedLast`, `ownedBefore` and the same four for `shared`. */
export const businessDatasetsFragment = graphql(
  `
    fragment BusinessDatasets on Business {
      ownedDatasets(first: $ownedFirst, after: $ownedAfter, last: $ownedLast, before: $ownedBefore) {
        totalCount
        ...DatasetsTable
      }
      sharedDatasets(first: $sharedFirst, after: $sharedAfter, last: $sharedLast, before: $sharedBefore) {
        totalCount
        ...DatasetsTable
      }
    }
  `,
  [datasetsTableFragment],
)

type DatasetsTab = 'owned' | 'shared'

interface BusinessDatasetsProps {
  business: FragmentOf<typeof businessDatasetsFragment>
  tab: DatasetsTab
  busy: boolean
  onTab: (tab: DatasetsTab) => void
  onMove: (cursor: Cursor) => void
}

/** The datasets that a business owns, and those that others share with it. */
export function BusinessDatasets({ business, tab, busy, onTab, onMove }: BusinessDatasetsProps) {
  const { ownedDatasets, sharedDatasets } = readFragment(businessDatasetsFragment, business)
  const paging = { size: datasetsPageSize, busy, onMove }
  return (
    <Panel title="Datasets" flush>
      <Tabs value={tab} onChange={(value) => onTab(value === 'shared' ? 'shared' : 'owned')} keepMounted={false}>
        <Tabs.List className={classes.tabs}>
          <Tab value="owned" count={ownedDatasets.totalCount}>
            Owned
          </Tab>
          <Tab value="shared" count={sharedDatasets.totalCount}>
            Shared
          </Tab>
        </Tabs.List>
        <Tabs.Panel value="owned">
          <DatasetsTable caption="Owned datasets" datasets={ownedDatasets} {...paging} />
        </Tabs.Panel>
        <Tabs.Panel value="shared">
          <DatasetsTable caption="Shared datasets" datasets={sharedDatasets} {...paging} />
        </Tabs.Panel>
      </Tabs>
    </Panel>
  )
}

function Tab({ value, count, children }: { value: DatasetsTab; count: number; children: ReactNode }) {
  return (
    <Tabs.Tab value={value}>
      {children} <span className={classes.count}>{formatCount(count)}</span>
    </Tabs.Tab>
  )
}
