import type { Series } from '@/components/day-chart'
import { endpointName, outcomeName } from './readiness-words'

/** How many calls to one endpoint had one outcome on one day. */
export interface Usage {
  day: string
  endpoint: string
  outcome: string
  calls: number
}

/** The last `count` days in UTC, the earliest first; the last of them is the day of `now`. */
export function lastDays(count: number, now: number) {
  const day = 24 * 60 * 60 * 1000
  return Array.from({ length: count }, (_, i) => new Date(now - (count - 1 - i) * day).toISOString().slice(0, 10))
}

/** What Meta was asked, by endpoint; whatever never reached it is left out. The endpoint that was called most comes first. */
export function callsByEndpoint(usage: Usage[], counted: string[], days: string[]) {
  const reached = usage.filter(({ endpoint, outcome }) => counted.includes(endpoint) && outcome !== 'not_sent')
  return series(reached, days, ({ endpoint }) => endpointName(endpoint))
}

/** What failed, by what went wrong. */
export function errorsByOutcome(usage: Usage[], counted: string[], days: string[]) {
  const failed = usage.filter(
    ({ endpoint, outcome }) => counted.includes(endpoint) && outcome !== 'not_sent' && outcome !== 'ok',
  )
  return series(failed, days, ({ outcome }) => outcomeName(outcome))
}

function series(usage: Usage[], days: string[], nameOf: (row: Usage) => string): Series[] {
  const places = new Map(days.map((day, place) => [day, place]))
  const found = new Map<string, number[]>()
  for (const row of usage) {
    const place = places.get(row.day)
    if (place !== undefined) {
      const values = found.get(nameOf(row)) ?? days.map(() => 0)
      values[place] = (values[place] ?? 0) + row.calls
      found.set(nameOf(row), values)
    }
  }
  return [...found].map(([name, values]) => ({ name, values })).sort((a, b) => total(b) - total(a))
}

function total({ values }: Series) {
  return values.reduce((sum, value) => sum + value, 0)
}
