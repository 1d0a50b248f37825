import { readFragment, type FragmentOf, type ResultOf } from 'gql.tada'
import { Moment } from '@/components/moment'
import { formatCount, plural } from '@/lib/format'
import { graphql } from '@/lib/graphql'

export const lastSyncFragment = graphql(`
  fragment LastSync on Business {
    lastSync {
      outcome
      startedAt
      endedAt
      pages
      addedCount
      removedCount
    }
  }
`)

/** When the datasets were last read from Meta, and what came of it. */
export function LastSync({ business }: { business: FragmentOf<typeof lastSyncFragment> }) {
  const { lastSync } = readFragment(lastSyncFragment, business)
  return lastSync ? <Words run={lastSync} /> : 'Not read from Meta yet.'
}

type SyncRun = NonNullable<ResultOf<typeof lastSyncFragment>['lastSync']>

function Words({ run }: { run: SyncRun }) {
  const when = <Moment at={run.endedAt ?? run.startedAt} />
  switch (run.outcome) {
    case 'RUNNING':
      return (
        <>
          Being read from Meta, {plural(run.pages, 'page')} so far; begun {when}.
        </>
      )
    case 'COMPLETED':
      return (
        <>
          Read from Meta {when}: {difference(run)}.
        </>
      )
    case 'FAILED':
      return <>The last reading failed {when}. What it had found by then is listed, and nothing was removed.</>
    case 'SUPERSEDED':
      return <>The last reading was broken off {when}; another one follows.</>
  }
}

function difference({ addedCount, removedCount }: SyncRun) {
  const gained = addedCount > 0 && `${formatCount(addedCount)} added`
  const lost = removedCount > 0 && `${formatCount(removedCount)} removed`
  return [gained, lost].filter(Boolean).join(', ') || 'nothing had changed'
}
