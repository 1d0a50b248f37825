import { expect, test, vi } from 'vitest'
import { createRuns } from './runs'

/** Something that is asked, and answered when the test says so. */
function question() {
  let answer: (answer: unknown) => void = () => undefined
  const answered = new Promise((resolve) => void (answer = resolve))
  return { ask: vi.fn<(signal: AbortSignal) => Promise<unknown>>(() => answered), answer: (given: unknown) => answer(given) }
}

// createOnboarding shows a token once: whoever looks elsewhere meanwhile must find it when they come back.
test('an answer waits in the tab that asked, while others are looked at', async () => {
  const runs = createRuns()
  const { ask, answer } = question()

  const over = runs.start(ask)
  runs.look(5)
  answer({ data: { token: 'onb_1' } })
  await over

  expect(runs.get(0)).toMatchObject({ state: 'answered', answer: { data: { token: 'onb_1' } }, errors: 0 })
  expect(runs.get(5)).toBeUndefined()
})

test('two tabs ask at a time', async () => {
  const runs = createRuns()
  const [first, second] = [question(), question()]

  const one = runs.start(first.ask)
  runs.look(1)
  const other = runs.start(second.ask)
  second.answer('second')
  first.answer('first')
  await Promise.all([one, other])

  expect([runs.get(0)?.answer, runs.get(1)?.answer]).toEqual(['first', 'second'])
})

test('what was stopped is not heard of again', async () => {
  const runs = createRuns()
  const { ask, answer } = question()

  const over = runs.start(ask)
  runs.stop()
  answer({ data: {} })
  await over

  expect(ask.mock.calls[0]?.[0].aborted).toBe(true)
  expect(runs.get(0)).toBeUndefined()
})

test('stopping ends what the current tab has begun, and nothing else', () => {
  const runs = createRuns()
  const { ask } = question()

  void runs.start(ask)
  runs.look(1)
  runs.stop()

  expect(ask.mock.calls[0]?.[0].aborted).toBe(false)
  expect(runs.get(0)?.state).toBe('running')
})

test('an answer that was shown does not come back, but how it went is still told', async () => {
  const runs = createRuns()

  await runs.start(() => Promise.resolve({ errors: [{ message: 'No.' }, { message: 'Never.' }] }))
  runs.settle(0)

  expect(runs.get(0)).toMatchObject({ state: 'answered', answer: undefined, errors: 2 })
})
