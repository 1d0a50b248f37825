import { expect, test } from 'vitest'
import { groupByTry } from './tries'

const group = (...kinds: string[]) =>
  groupByTry(kinds.map((kind) => ({ kind }))).map(({ code, steps }) => [code, ...steps.map(({ kind }) => kind)])

test('each code is a try with what it set off', () => {
  expect(group('RECEIVE', 'EXCHANGE', 'RECEIVE', 'EXCHANGE', 'IDENTIFY', 'SYNC')).toEqual([
    [0, 'RECEIVE', 'EXCHANGE'],
    [1, 'RECEIVE', 'EXCHANGE', 'IDENTIFY', 'SYNC'],
  ])
})

test('what the browser saw belongs to the try that it led to, or to one without a code', () => {
  expect(group('OPENED', 'RECEIVE', 'EXCHANGE', 'PRESSED', 'RECEIVE', 'EXCHANGE', 'PRESSED', 'BLOCKED')).toEqual([
    [0, 'OPENED', 'RECEIVE', 'EXCHANGE'],
    [1, 'PRESSED', 'RECEIVE', 'EXCHANGE'],
    [null, 'PRESSED', 'BLOCKED'],
  ])
})

test('without a step there is no try', () => expect(group()).toEqual([]))
