import { Tabs } from '@mantine/core'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { PageHeader } from '@/components/page-header'
import { Audit } from '@/features/audit/audit'
import { Onboardings } from '@/features/onboardings/onboardings'
import { differOnlyInText, type ActivitySearch } from './activity-search'
import classes from './tabs.module.css'

/** What has happened: the journeys of clients, and who changed what. */
export function ActivityRoute() {
  const search = useSearch({ from: '/admin/activity' })
  const navigate = useNavigate()
  // Typing is one step in the history, however often it pauses.
  const go = (next: ActivitySearch) =>
    navigate({ to: '/activity', search: next, replace: differOnlyInText(search, next), resetScroll: false })
  const show = (view: string | null) =>
    go({ view: view === 'audit' ? 'audit' : undefined, since: search.since, until: search.until })

  return (
    <>
      <PageHeader
        title="Activity"
        documentTitle={search.view === 'audit' ? 'Audit' : 'Activity'}
        below="The journeys of clients, step by step, and every change with whoever made it"
      />
      <Tabs value={search.view ?? 'onboardings'} onChange={show} keepMounted={false}>
        <Tabs.List className={classes.tabs}>
          <Tabs.Tab value="onboardings">Onboardings</Tabs.Tab>
          <Tabs.Tab value="audit">Audit</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="onboardings">
          {search.view === undefined && <Onboardings search={search} onSearch={go} />}
        </Tabs.Panel>
        <Tabs.Panel value="audit">
          {search.view === 'audit' && (
            <>
              <p className={classes.hint}>
                Each change has a place in a chain that shows tampering; <code>capiconnect audit verify</code> examines
                it.
              </p>
              <Audit search={search} onSearch={(next) => go({ view: 'audit', ...next })} />
            </>
          )}
        </Tabs.Panel>
      </Tabs>
    </>
  )
}
