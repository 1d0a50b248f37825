import { Tabs } from '@mantine/core'
import { PageHeader } from '@/components/page-header'
import { Deletions } from './deletions'
import { MetaEvents } from './meta-events'
import classes from './webhooks.module.css'
import type { WebhooksSearch } from './webhooks-search'

interface WebhooksPageProps {
  search: WebhooksSearch
  onSearch: (search: WebhooksSearch) => void
}

/** What Meta has sent without being asked. */
export function WebhooksPage({ search, onSearch }: WebhooksPageProps) {
  return (
    <>
      <PageHeader
        title="Webhooks from Meta"
        documentTitle="Webhooks"
        below="What clients did at Meta, as Meta reports it. Nothing follows before Meta has been asked whether it is so; what is not signed by Meta is refused and only counted, in the metrics."
      />
      <Tabs
        value={search.view ?? 'reports'}
        onChange={(view) => onSearch({ view: view === 'deletions' ? 'deletions' : undefined })}
        keepMounted={false}
      >
        <Tabs.List className={classes.tabs}>
          <Tabs.Tab value="reports">Reports</Tabs.Tab>
          <Tabs.Tab value="deletions">Requests to delete</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="reports">
          <MetaEvents search={search} onSearch={onSearch} />
        </Tabs.Panel>
        <Tabs.Panel value="deletions">
          <Deletions cursor={search} onMove={(cursor) => onSearch({ view: 'deletions', ...cursor })} />
        </Tabs.Panel>
      </Tabs>
    </>
  )
}
