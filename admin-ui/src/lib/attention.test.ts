import { fireEvent } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'

const minute = 60_000

beforeEach(() => {
  vi.useFakeTimers()
  vi.resetModules()
})
afterEach(() => void vi.useRealTimers())

test('a page that nobody touches has no attention after a quarter of an hour, and gets it back', async () => {
  const { hasAttention } = await import('./attention')

  vi.advanceTimersByTime(14 * minute)
  expect(hasAttention()).toBe(true)
  vi.advanceTimersByTime(2 * minute)
  expect(hasAttention()).toBe(false)
  fireEvent.keyDown(document.body, { key: 'a' })
  expect(hasAttention()).toBe(true)
})

test('a page that is not to be seen has none', async () => {
  const { hasAttention } = await import('./attention')
  const hidden = vi.spyOn(document, 'hidden', 'get').mockReturnValue(true)

  expect(hasAttention()).toBe(false)
  hidden.mockRestore()
})
