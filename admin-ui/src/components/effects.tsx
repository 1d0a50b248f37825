import type { ReactNode } from 'react'
import classes from './effects.module.css'

/** What an act does, sentence by sentence. */
export function Effects({ effects }: { effects: readonly ReactNode[] }) {
  return (
    <ul className={classes.effects}>
      {effects.map((effect, place) => (
        <li key={place}>{effect}</li>
      ))}
    </ul>
  )
}
