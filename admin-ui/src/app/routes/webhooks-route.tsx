import { Tabs } from '@mantine/core'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { AdministratorsOnly } from '@/components/administrators-only'
import { PageHeader } from '@/components/page-header'
import { Endpoints } from '@/features/webhook-endpoints/endpoints'
import { Deletions } from '@/features/webhooks/deletions'
import { MetaEvents } from '@/features/webhooks/meta-events'
import { oneOf } from '@/lib/search-params'
import classes from './tabs.module.css'
import { views, type WebhooksSearch } from './webhooks-search'

/** What Meta has sent without being asked, and what is sent to partners' servers. */
export function WebhooksRoute() {
  const search = useSearch({ from: '/admin/webhooks' })
  const navigate = useNavigate()
  const go = (next: WebhooksSearch) => navigate({ to: '/webhooks', search: next, resetScroll: false })

  return (
    <>
      <PageHeader
        title="Webhooks"
        documentTitle="Webhooks"
        below="What Meta reports to this installation, and what your servers are told by it"
      />
      <Tabs value={search.view ?? 'reports'} onChange={(view) => go({ view: oneOf(views, view) })} keepMounted={false}>
        <Tabs.List className={classes.tabs}>
          <Tabs.Tab value="reports">From Meta</Tabs.Tab>
          <Tabs.Tab value="deletions">Requests to delete</Tabs.Tab>
          <Tabs.Tab value="endpoints">To you</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="reports">
          {search.view === undefined && (
            <>
              <p className={classes.hint}>
                What clients did at Meta, as Meta reports it. Nothing follows before Meta has been asked whether it is so;
                what is not signed by Meta is refused and only counted, in the metrics.
              </p>
              <MetaEvents search={search} onSearch={go} />
            </>
          )}
        </Tabs.Panel>
        <Tabs.Panel value="deletions">
          <Deletions cursor={search} onMove={(cursor) => go({ view: 'deletions', ...cursor })} />
        </Tabs.Panel>
        <Tabs.Panel value="endpoints">
          <AdministratorsOnly>
            <Endpoints cursor={search} onMove={(cursor) => go({ view: 'endpoints', ...cursor })} />
          </AdministratorsOnly>
        </Tabs.Panel>
      </Tabs>
    </>
  )
}
