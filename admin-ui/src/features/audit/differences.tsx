import { humanise } from '@/lib/humanise'
import classes from './audit.module.css'

interface DifferencesProps {
  /** The members that the audit kept; null for none. */
  before: unknown
  after: unknown
}

/** What a change changed, member by member. */
export function Differences({ before, after }: DifferencesProps) {
  const [was, is] = [membersOf(before), membersOf(after)]
  const names = [...new Set([...Object.keys(was), ...Object.keys(is)])].filter((name) => was[name] !== is[name])
  if (names.length === 0) {
    return null
  }
  return (
    <dl className={classes.differences}>
      {names.map((name) => (
        <div key={name}>
          <dt>{humanise(name)}</dt>
          <dd>
            {was[name] && <del className={classes.was}>{was[name]}</del>}
            {was[name] && is[name] && <span aria-hidden> → </span>}
            {is[name] ? (
              <ins className={classes.is}>{is[name]}</ins>
            ) : (
              <span className={classes.none}> (none now)</span>
            )}
          </dd>
        </div>
      ))}
    </dl>
  )
}

/** The members of an object, each in a form for people; without those that say nothing. */
function membersOf(object: unknown): Record<string, string> {
  const members = object !== null && typeof object === 'object' ? Object.entries(object) : []
  return Object.fromEntries(
    members.flatMap(([name, value]) => {
      const told = tell(value)
      return told ? [[name, told]] : []
    }),
  )
}

function tell(value: unknown): string {
  if (value === null || value === undefined) {
    return ''
  }
  if (typeof value !== 'string') {
    return JSON.stringify(value)
  }
  return /^[A-Z][A-Z_]+$/.test(value) ? humanise(value) : value
}
