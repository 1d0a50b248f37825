const day = 24 * 60 * 60 * 1000
const units: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 365 * day],
  ['month', 30 * day],
  ['day', day],
  ['hour', day / 24],
  ['minute', day / 24 / 60],
]

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' })
const short = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' })
const exact = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'long' })
const utcDay = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', timeZone: 'UTC' })
const figure = new Intl.NumberFormat('en')
const percentage = new Intl.NumberFormat('en', { maximumFractionDigits: 1 })

/** How far `iso` is from `now`, for example "3 hours ago" or "in 58 days". */
export function formatRelative(iso: string, now: number) {
  const distance = Date.parse(iso) - now
  const unit = units.find(([, length]) => Math.abs(distance) >= length)
  return unit ? relative.format(Math.round(distance / unit[1]), unit[0]) : 'just now'
}

/** Date and time in the reader's zone, for example "22 Nov 2026, 10:30". */
export function formatShort(iso: string) {
  return short.format(new Date(iso))
}

/** Date, time to the second and zone, in the reader's zone. */
export function formatExact(iso: string) {
  return exact.format(new Date(iso))
}

/** A day in UTC, for example "22 Nov"; nothing for none. */
export function formatDay(day: string | undefined) {
  return day === undefined ? '' : utcDay.format(new Date(day))
}

/** A share in percent, to a tenth: "3.2 %". */
export function formatPercent(percent: number) {
  return `${percentage.format(percent)} %`
}

/** A number with thousands separators. */
export function formatCount(count: number) {
  return figure.format(count)
}

/** A counted noun: "1 dataset", "1,250 datasets". */
export function plural(count: number, one: string, many = `${one}s`) {
  return `${formatCount(count)} ${count === 1 ? one : many}`
}

/** How long something took, for example "240 ms", "1.4 s" or "2 h 5 min". */
export function formatDuration(milliseconds: number) {
  const ms = Math.max(milliseconds, 0)
  if (ms < 1_000) {
    return `${Math.round(ms)} ms`
  }
  if (ms < 60_000) {
    return `${(ms / 1_000).toFixed(1)} s`
  }
  const minutes = Math.floor(ms / 60_000)
  if (minutes < 60) {
    return inTwo(minutes, 'min', Math.floor((ms % 60_000) / 1_000), 's')
  }
  const hours = Math.floor(minutes / 60)
  return hours < 24 ? inTwo(hours, 'h', minutes % 60, 'min') : inTwo(Math.floor(hours / 24), 'd', hours % 24, 'h')
}

function inTwo(large: number, unit: string, small: number, smaller: string) {
  return small > 0 ? `${large} ${unit} ${small} ${smaller}` : `${large} ${unit}`
}
