import type { ReactNode } from 'react'
import classes from './tag.module.css'

export type Tone = 'ok' | 'warn' | 'bad' | 'wait' | 'off'

/** A state in a word; the colour only repeats what the word says. */
export function Tag({ tone, children }: { tone: Tone; children: ReactNode }) {
  return (
    <span className={classes.tag} data-tone={tone}>
      {children}
    </span>
  )
}
