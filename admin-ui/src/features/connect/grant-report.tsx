import { Icon, type IconName } from '@/components/icon'
import { useWords } from './audience'
import type { ConnectedBusiness } from './complete-onboarding'
import classes from './connect.module.css'
import { useCount } from './fill'

type Grant = ConnectedBusiness['permissions'][number]

/** Per permission: whether it was asked for, and whether it was received; what Meta did not tell is unknown, never denied. */
export function GrantReport({ permissions }: { permissions: readonly Grant[] }) {
  const { grants } = useWords()
  if (permissions.length === 0) {
    return null
  }
  return (
    <table className={classes.grants}>
      <caption>{grants.title}</caption>
      <thead>
        <tr>
          <th scope="col">{grants.permission}</th>
          <th scope="col">{grants.asked}</th>
          <th scope="col">{grants.received}</th>
        </tr>
      </thead>
      <tbody>
        {permissions.map((grant) => (
          <tr key={grant.permission}>
            <th scope="row">
              <code className={classes.permission}>{grant.permission}</code>
            </th>
            <td>{grant.requested ? grants.yes : grants.no}</td>
            <td data-state={grant.state}>
              <Icon name={icons[grant.state]} size={16} /> <Receipt grant={grant} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Receipt({ grant: { state, datasetMetaIds } }: { grant: Grant }) {
  const { grants } = useWords()
  const count = useCount()
  if (state === 'GRANTED') {
    return datasetMetaIds ? count(datasetMetaIds.length, grants.yesFor) : grants.yes
  }
  return state === 'DENIED' ? grants.no : grants.unknown
}

const icons: Record<Grant['state'], IconName> = { GRANTED: 'check', DENIED: 'cross', UNKNOWN: 'info' }
