import { expect, test } from 'vitest'
import { fromLocalTime, toLocalTime } from './local-time'

test('a moment goes into the field and comes back, to the minute', () => {
  const moment = new Date(2026, 10, 22, 9, 5, 42)

  expect(toLocalTime(moment.getTime())).toBe('2026-11-22T09:05')
  expect(fromLocalTime('2026-11-22T09:05')).toBe(new Date(2026, 10, 22, 9, 5).toISOString())
})

test('an empty field says nothing', () => {
  expect(fromLocalTime('')).toBeUndefined()
})
