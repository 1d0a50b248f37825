import { expect, test } from 'vitest'
import { formatDuration } from './format'

test.each([
  [-5, '0 ms'],
  [240, '240 ms'],
  [1_449, '1.4 s'],
  [61_000, '1 min 1 s'],
  [3_600_000, '1 h'],
  [7_500_000, '2 h 5 min'],
  [90_000_000, '1 d 1 h'],
])('%d ms is %s', (ms, words) => expect(formatDuration(ms)).toBe(words))
