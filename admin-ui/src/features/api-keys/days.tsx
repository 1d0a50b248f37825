import { NativeSelect } from '@mantine/core'
import { plural } from '@/lib/format'

interface DaysProps {
  label: string
  description?: string
  choices: readonly number[]
  value: number
  onChange: (days: number) => void
}

/** How many days something lasts; none is "not at all". */
export function Days({ label, description, choices, value, onChange }: DaysProps) {
  return (
    <NativeSelect
      label={label}
      description={description}
      data={choices.map((days) => ({ value: String(days), label: days === 0 ? 'Not at all' : plural(days, 'day') }))}
      value={String(value)}
      onChange={(event) => onChange(Number(event.currentTarget.value))}
    />
  )
}
