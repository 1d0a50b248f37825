import { useId } from 'react'
import classes from './meter.module.css'
import type { Tone } from './tag'

interface MeterProps {
  /** What is measured: "Successful calls in 15 days". */
  label: string
  /** The measured value and what it means, in words: "420 of 500". */
  words: string
  value: number
  /** Where the bar is full. */
  full: number
  tone: Tone
}

/** How much of something there is, in words and as a bar that repeats them. */
export function Meter({ label, words, value, full, tone }: MeterProps) {
  const id = useId()
  const shown = Math.min(Math.max(value, 0), full)
  return (
    <div>
      <div className={classes.words}>
        <span className={classes.label} id={id}>
          {label}
        </span>
        <span className={classes.value}>{words}</span>
      </div>
      <div
        role="meter"
        aria-labelledby={id}
        aria-valuemin={0}
        aria-valuemax={full}
        aria-valuenow={shown}
        aria-valuetext={words}
      >
        <svg className={classes.bar} data-tone={tone} viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden>
          <rect width={(100 * shown) / full} height={1} />
        </svg>
      </div>
    </div>
  )
}
