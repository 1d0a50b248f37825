import classes from './effects.module.css'

/** What an act does, sentence by sentence. */
export function Effects({ effects }: { effects: readonly string[] }) {
  return (
    <ul className={classes.effects}>
      {effects.map((effect) => (
        <li key={effect}>{effect}</li>
      ))}
    </ul>
  )
}
