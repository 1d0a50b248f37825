import classes from './settings.module.css'

/** Says which settings of the environment change what stands below. */
export function ChangedBy({ settings }: { settings: readonly string[] }) {
  return (
    <>
      Changed by{' '}
      {settings.map((name, i) => (
        <span key={name}>
          {i > 0 && (i === settings.length - 1 ? ' and ' : ', ')}
          <code className={classes.name}>{name}</code>
        </span>
      ))}{' '}
      and a restart.
    </>
  )
}
