/** A range of days in the reader's zone, as it stands in the URL: `2026-11-22`, both included. */
export interface Days {
  since?: string
  until?: string
}

/** `value` when it is a day, else undefined. */
export function dayOf(value: unknown): string | undefined {
  return typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value) && !Number.isNaN(Date.parse(value))
    ? value
    : undefined
}

/** The moments between which a range of days lies: from the start of the first to the end of the last. */
export function momentsOf({ since, until }: Days) {
  return { since: since && startOf(since, 0), until: until && startOf(until, 1) }
}

function startOf(day: string, later: number) {
  const [year, month, date] = day.split('-').map(Number)
  return new Date(year ?? 0, (month ?? 1) - 1, (date ?? 1) + later).toISOString()
}
