import { Tabs } from '@mantine/core'
import type { ReactNode } from 'react'
import { ProblemCard } from '@/components/problem-card'
import { BusinessFacts } from '@/features/businesses/business-facts'
import { BusinessHeader } from '@/features/businesses/business-header'
import { BusinessSettings } from '@/features/businesses/business-settings'
import { Disconnection } from '@/features/businesses/disconnection'
import { Permissions } from '@/features/businesses/permissions'
import { Reconnection } from '@/features/businesses/reconnection'
import { TokenLeases } from '@/features/businesses/token-leases'
import { BusinessDatasets } from '@/features/datasets/business-datasets'
import { StoppedOnboardings } from '@/features/onboardings/stopped-onboardings'
import { BusinessOrphan } from '@/features/orphans/business-orphan'
import { SandboxPanel } from '@/features/sandbox/sandbox-panel'
import { BusinessActivity } from './business-activity'
import classes from './business-page.module.css'
import type { LoadedBusiness, LoadedEvents } from './business-query'
import type { BusinessSearch, BusinessTab } from './business-search'

interface BusinessContentProps {
  id: string
  business: LoadedBusiness
  events: LoadedEvents
  /** Where Meta's SDK comes from; undefined while that is not known. */
  sdkUrl?: string
  /** Why what is shown may be old. */
  failure: ReactNode
  search: BusinessSearch
  onSearch: (search: BusinessSearch) => void
  busy: boolean
}

/** What needs somebody first, then the parts of the page. */
export function BusinessContent({ id, business, events, sdkUrl, failure, search, onSearch, busy }: BusinessContentProps) {
  return (
    <>
      <BusinessHeader business={business} />
      <div className={classes.parts}>
        {failure}
        {business.problem && (
          <ProblemCard problem={business.problem} tokenExpiresAt={business.tokenExpiresAt} />
        )}
        <StoppedOnboardings business={business} />
        <BusinessOrphan business={business} />
        <Disconnection business={business} />
        <BusinessFacts business={business} />
        <Reconnection business={business} />
        <Tabs
          value={search.tab ?? 'datasets'}
          onChange={(tab) => onSearch({ tab: tab === 'datasets' ? undefined : (tab as BusinessSearch['tab']) })}
          keepMounted={false}
        >
          <Tabs.List className={classes.tabs} aria-label="Parts of this page">
            {Object.entries(names).map(([tab, name]) => (
              <Tabs.Tab key={tab} value={tab}>
                {name}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          <Tabs.Panel value="datasets">
            <BusinessDatasets
              business={business}
              list={search.list ?? 'owned'}
              busy={busy}
              onList={(list) => onSearch({ list: list === 'owned' ? undefined : list })}
              onMove={(cursor) => onSearch({ list: search.list, ...cursor })}
            />
          </Tabs.Panel>
          <Tabs.Panel value="permissions">
            <Permissions business={business} />
          </Tabs.Panel>
          <Tabs.Panel value="leases">
            <TokenLeases
              businessId={id}
              cursor={search}
              onMove={(cursor) => onSearch({ tab: 'leases', ...cursor })}
            />
          </Tabs.Panel>
          <Tabs.Panel value="activity">
            <BusinessActivity id={id} business={business} events={events} />
          </Tabs.Panel>
          <Tabs.Panel value="settings">
            <BusinessSettings business={business} />
          </Tabs.Panel>
        </Tabs>
        {sdkUrl && <SandboxPanel sdkUrl={sdkUrl} metaId={business.metaId} />}
      </div>
    </>
  )
}

const names: Record<BusinessTab, string> = {
  datasets: 'Datasets',
  permissions: 'Permissions',
  leases: 'Leased tokens',
  activity: 'Activity',
  settings: 'Settings',
}
