import { NativeSelect } from '@mantine/core'

interface LifetimeSelectProps {
  label: string
  /** In minutes. */
  value: number
  onChange: (minutes: number) => void
}

/** For how long a connect link is to work. */
export function LifetimeSelect({ label, value, onChange }: LifetimeSelectProps) {
  return (
    <NativeSelect
      label={label}
      data={lifetimes}
      value={String(value)}
      onChange={(event) => onChange(Number(event.currentTarget.value))}
    />
  )
}

const day = 24 * 60

const lifetimes = [
  { value: '30', label: '30 minutes' },
  { value: String(day), label: '1 day' },
  { value: String(7 * day), label: '7 days' },
]
