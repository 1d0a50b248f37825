import { Icon, type IconName } from '@/components/icon'
import { plural } from '@/lib/format'
import type { ConnectedBusiness } from './complete-onboarding'
import classes from './connect.module.css'

type Grant = ConnectedBusiness['permissions'][number]

/** Per permission: whether it was asked for, and whether it was received; what Meta did not tell is unknown, never denied. */
export function GrantReport({ permissions }: { permissions: readonly Grant[] }) {
  if (permissions.length === 0) {
    return null
  }
  return (
    <table className={classes.grants}>
      <caption>Permissions</caption>
      <thead>
        <tr>
          <th scope="col">Permission</th>
          <th scope="col">Asked for</th>
          <th scope="col">Received</th>
        </tr>
      </thead>
      <tbody>
        {permissions.map((grant) => (
          <tr key={grant.permission}>
            <th scope="row">
              <code className={classes.permission}>{grant.permission}</code>
            </th>
            <td>{grant.requested ? 'Yes' : 'No'}</td>
            <td data-state={grant.state}>
              <Icon name={icons[grant.state]} size={16} /> {receipt(grant)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function receipt({ state, datasetMetaIds }: Grant) {
  if (state === 'GRANTED' && datasetMetaIds) {
    return `Yes, for ${plural(datasetMetaIds.length, 'dataset')}`
  }
  return words[state]
}

const icons: Record<Grant['state'], IconName> = { GRANTED: 'check', DENIED: 'cross', UNKNOWN: 'info' }

const words: Record<Grant['state'], string> = { GRANTED: 'Yes', DENIED: 'No', UNKNOWN: 'Unknown: Meta did not say' }
