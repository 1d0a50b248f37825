import { Button } from '@mantine/core'
import { Icon } from '@/components/icon'
import { Name } from '@/components/name'
import { useAudience } from './audience'
import { DatasetChoice } from './dataset-choice'
import type { ConnectedBusiness } from './complete-onboarding'
import classes from './connect.module.css'
import { DatasetNames } from './dataset-names'
import { fill, useCount } from './fill'
import { GrantReport } from './grant-report'

/** The business is connected: which one, which datasets it brought, and what was granted of what was asked for. */
export function Success({ business }: { business: ConnectedBusiness }) {
  const { kind, Problem, words } = useAudience()
  const { success } = words
  const count = useCount()
  const { ownedDatasets: owned, sharedDatasets: shared, problem } = business
  const none = owned.totalCount + shared.totalCount === 0
  const chooses = kind === 'client' && problem?.code === 'SEVERAL_DATASETS'
  return (
    <>
      <span className={classes.mark} data-tone="ok">
        <Icon name="check" size={24} />
      </span>
      <h2 className={classes.title}>
        {fill(success.title, { name: <Name>{business.name ?? success.unnamed.replace('{id}', business.metaId)}</Name> })}
      </h2>
      <p className={classes.text}>
        {fill(success.counts, {
          owned: count(owned.totalCount, success.owned),
          shared: count(shared.totalCount, success.shared),
        })}
        {kind === 'client' && !problem && !none && ` ${success.done}`}
      </p>
      {chooses && <DatasetChoice business={business} />}
      {problem && !chooses && <Problem problem={problem} occasion="connected" />}
      {!problem && none && <p className={classes.text}>{success.none}</p>}
      {!none && !chooses && (
        <div className={classes.datasets}>
          <DatasetNames title={success.ownedList} datasets={owned} />
          <DatasetNames title={success.sharedList} datasets={shared} />
        </div>
      )}
      <GrantReport permissions={business.permissions} />
      {kind === 'staff' && <Onwards id={business.id} />}
    </>
  )
}

/** Where a member of staff goes from here. */
function Onwards({ id }: { id: string }) {
  return (
    <div className={classes.buttons}>
      <Button component="a" href={`/admin/businesses/${id}`}>
        Open business
      </Button>
      <Button component="a" href="/admin/connect" variant="default">
        Connect another
      </Button>
    </div>
  )
}
