import { expect, test } from 'vitest'
import { callsByEndpoint, errorsByOutcome, lastDays } from './usage'

const days = ['2026-11-24', '2026-11-25', '2026-11-26']
const counted = ['dataset', 'owned_datasets']
const row = (day: string, endpoint: string, outcome: string, calls: number) => ({ day, endpoint, outcome, calls })
const usage = [
  row('2026-11-23', 'dataset', 'ok', 99),
  row('2026-11-24', 'dataset', 'ok', 1),
  row('2026-11-24', 'dataset', 'throttled', 2),
  row('2026-11-26', 'dataset', 'not_sent', 50),
  row('2026-11-26', 'owned_datasets', 'ok', 7),
  row('2026-11-26', 'owned_datasets', 'galactic', 3),
  row('2026-11-26', 'me', 'throttled', 11),
]

test('days end today, in UTC', () => {
  expect(lastDays(3, Date.parse('2026-11-26T00:00:01Z'))).toEqual(days)
  expect(lastDays(2, Date.parse('2027-01-01T23:59:59Z'))).toEqual(['2026-12-31', '2027-01-01'])
})

test('calls are those that reached Meta and count, the most called endpoint first', () => {
  expect(callsByEndpoint(usage, counted, days)).toEqual([
    { name: 'Owned datasets', values: [0, 0, 10] },
    { name: 'One dataset', values: [3, 0, 0] },
  ])
})

test('errors stand under what went wrong, also where that has no word here', () => {
  expect(errorsByOutcome(usage, counted, days)).toEqual([
    { name: 'galactic', values: [0, 0, 3] },
    { name: 'Throttled', values: [2, 0, 0] },
  ])
})
