import { Button } from '@mantine/core'
import { Icon } from '@/components/icon'
import { Name } from '@/components/name'
import { ProblemCard } from '@/components/problem-card'
import { plural } from '@/lib/format'
import { forClient, noDatasets } from './client-words'
import type { ConnectedBusiness } from './complete-onboarding'
import type { Audience } from './connect-page'
import classes from './connect.module.css'
import { DatasetNames } from './dataset-names'
import { GrantReport } from './grant-report'

interface SuccessProps {
  business: ConnectedBusiness
  audience: Audience
}

/** The business is connected: which one, which datasets it brought, and what was granted of what was asked for. */
export function Success({ business, audience }: SuccessProps) {
  const owned = business.ownedDatasets
  const shared = business.sharedDatasets
  const none = owned.totalCount + shared.totalCount === 0
  return (
    <>
      <span className={classes.mark} data-tone="ok">
        <Icon name="check" size={24} />
      </span>
      <h2 className={classes.title}>
        <Name>{business.name ?? `Business ${business.metaId}`}</Name> is connected
      </h2>
      <p className={classes.text}>
        {plural(owned.totalCount, 'owned dataset')} and {plural(shared.totalCount, 'shared dataset')}.
        {audience === 'client' && !business.problem && !none && ' That is all: you can close this window.'}
      </p>
      {business.problem ? (
        <ProblemCard
          problem={audience === 'client' ? forClient(business.problem, 'connected') : business.problem}
          audience={audience}
        />
      ) : (
        none && (
          <p className={classes.text}>
            No dataset was shared.{' '}
            {audience === 'client' ? noDatasets : 'Have the client connect once more and pick at least one.'}
          </p>
        )
      )}
      {!none && (
        <div className={classes.datasets}>
          <DatasetNames title="Owned" datasets={owned} />
          <DatasetNames title="Shared" datasets={shared} />
        </div>
      )}
      <GrantReport permissions={business.permissions} />
      {audience === 'staff' && (
        <div className={classes.buttons}>
          <Button component="a" href={`/admin/businesses/${business.id}`}>
            Open business
          </Button>
          <Button component="a" href="/admin/connect" variant="default">
            Connect another
          </Button>
        </div>
      )}
    </>
  )
}
