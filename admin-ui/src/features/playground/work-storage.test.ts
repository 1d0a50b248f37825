import { afterEach, expect, test } from 'vitest'
import { createWorkStorage, forgetWork, recallTab } from './work-storage'

afterEach(() => sessionStorage.clear())

const work = JSON.stringify({
  activeTabIndex: 1,
  tabs: [
    { query: 'query A', variables: null },
    { query: 'query B', variables: '{}' },
  ],
})

test('what was typed last is found again by the same person', () => {
  createWorkStorage('ada@example.com').setItem('graphiql:tabState', work)

  expect(recallTab(createWorkStorage('ada@example.com'), 2)).toEqual({ query: 'query B', variables: '{}' })
})

test('whoever signs in next finds nothing', () => {
  createWorkStorage('ada@example.com').setItem('graphiql:tabState', work)

  expect(recallTab(createWorkStorage('eve@example.com'), 2)).toBeNull()
})

test.each(['not JSON', '{}', '{"activeTabIndex":7,"tabs":[{},{}]}'])('%s is dropped', (kept) => {
  const storage = createWorkStorage('ada@example.com')
  storage.setItem('graphiql:tabState', kept)

  expect(recallTab(storage, 2)).toBeNull()
  expect(storage.length).toBe(0)
})

test('work on another list of operations is dropped', () => {
  const storage = createWorkStorage('ada@example.com')
  storage.setItem('graphiql:tabState', work)

  expect(recallTab(storage, 3)).toBeNull()
})

test('signing out forgets the work and nothing else', () => {
  sessionStorage.setItem('other', 'kept')
  createWorkStorage('ada@example.com').setItem('graphiql:tabState', work)

  forgetWork()

  expect(Object.keys(sessionStorage)).toEqual(['other'])
})
