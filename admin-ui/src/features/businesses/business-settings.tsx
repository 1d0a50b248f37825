import { readFragment, type FragmentOf } from 'gql.tada'
import { Facts } from '@/components/facts'
import { Copyable } from '@/components/copyable'
import { Panel } from '@/components/panel'
import { graphql } from '@/lib/graphql'
import { useCanOperate, useIsAdministrator } from '@/lib/viewer'
import classes from './business-settings.module.css'
import { Erasure, erasureFragment } from './erasure'
import { SettingsForm } from './settings-form'

export const businessSettingsFragment = graphql(
  `
    fragment BusinessSettings on Business {
      id
      externalId
      labels
      oneDataset
      ...Erasure
    }
  `,
  [erasureFragment],
)

/** What the partner says of a business, and the end of all that is known about it. */
export function BusinessSettings({ business }: { business: FragmentOf<typeof businessSettingsFragment> }) {
  const settings = readFragment(businessSettingsFragment, business)
  const { id, externalId, labels, oneDataset } = settings
  const canOperate = useCanOperate()
  const isAdministrator = useIsAdministrator()
  return (
    <div className={classes.parts}>
      <Panel title="About this client" hint="What you say of it here; Meta is told nothing of it.">
        {canOperate ? (
          <SettingsForm {...{ id, externalId, labels, oneDataset }} />
        ) : (
          <Facts
            facts={[
              ['External id', externalId ? <Copyable value={externalId} label="external id" /> : 'None'],
              ['Labels', labels.length > 0 ? labels.join(', ') : 'None'],
              ['Datasets that count', oneDataset ? 'One' : 'All'],
            ]}
          />
        )}
      </Panel>
      {isAdministrator && <Erasure business={settings} />}
    </div>
  )
}
