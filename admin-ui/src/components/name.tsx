import classes from './name.module.css'

/** A name that somebody else chose: read in its own direction, and cut after two lines however long it is. */
export function Name({ children }: { children: string }) {
  return (
    <bdi className={classes.name} title={children}>
      {children}
    </bdi>
  )
}
