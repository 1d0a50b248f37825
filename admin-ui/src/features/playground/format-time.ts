const time = new Intl.DateTimeFormat(undefined, {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
})

/** The time of day in the reader's zone, to the millisecond. */
export function formatExactTime(iso: string) {
  return time.format(new Date(iso))
}
