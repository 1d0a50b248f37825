const minute = 60_000

/** A moment in milliseconds as the browser's field of date and time has it, in the reader's zone: `2026-11-22T10:30`. */
export function toLocalTime(moment: number) {
  const offset = new Date(moment).getTimezoneOffset() * minute
  return new Date(moment - offset).toISOString().slice(0, 'yyyy-mm-ddThh:mm'.length)
}

/** The moment that such a field says; undefined while it is empty. */
export function fromLocalTime(value: string) {
  return value === '' ? undefined : new Date(value).toISOString()
}
