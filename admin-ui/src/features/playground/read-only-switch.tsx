import { Icon } from '@/components/icon'
import { useCanOperate } from '@/lib/viewer'
import { useReadOnly, type ReadOnly } from './read-only'
import classes from './read-only-switch.module.css'
import { Rights } from './rights'

interface ReadOnlySwitchProps {
  readOnly: ReadOnly
  /** Where Meta's side of what is changed is. */
  there: string
}

/** Says and decides whether mutations are sent. */
export function ReadOnlySwitch({ readOnly, there }: ReadOnlySwitchProps) {
  const on = useReadOnly(readOnly)
  const canOperate = useCanOperate()
  return (
    <section className={classes.bar} data-on={on} aria-label="Your rights here">
      <span className={classes.icon}>
        <Icon name={on ? 'shield' : 'warning'} size={20} />
      </span>
      <div className={classes.words}>
        <p className={classes.state} role="status">
          {on
            ? 'Read-only is on. Operations that change something are not sent.'
            : `Read-only is off. What you run changes real data, here and ${there}.`}
        </p>
        <Rights />
      </div>
      <label className={classes.switch}>
        <span>Read-only</span>
        <input
          type="checkbox"
          role="switch"
          checked={on}
          disabled={!canOperate}
          onChange={(event) => readOnly.set(event.currentTarget.checked)}
        />
      </label>
    </section>
  )
}
