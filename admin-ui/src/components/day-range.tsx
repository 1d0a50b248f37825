import { TextInput } from '@mantine/core'
import { useId } from 'react'
import type { Days } from '@/lib/days'
import classes from './filters.module.css'

interface DayRangeProps {
  /** What happened on these days: "Started". */
  label: string
  days: Days
  onChange: (days: Days) => void
}

/** Narrows a list to a range of days, in the reader's zone. */
export function DayRange({ label, days: { since, until }, onChange }: DayRangeProps) {
  return (
    <fieldset className={classes.days}>
      <legend>{label}</legend>
      <Day name="From" value={since} onChange={(day) => onChange({ since: day, until })} />
      <Day name="To" value={until} onChange={(day) => onChange({ since, until: day })} />
    </fieldset>
  )
}

interface DayProps {
  name: string
  value?: string
  onChange: (day: string | undefined) => void
}

function Day({ name, value = '', onChange }: DayProps) {
  const id = useId()
  return (
    <span className={classes.day}>
      <label className={classes.dayName} htmlFor={id}>
        {name}
      </label>
      <TextInput
        id={id}
        type="date"
        value={value}
        onChange={(event) => onChange(event.currentTarget.value || undefined)}
      />
    </span>
  )
}
