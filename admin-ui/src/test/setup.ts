import '@testing-library/jest-dom/vitest'
import { notifications } from '@mantine/notifications'
import { cleanup, configure } from '@testing-library/react'
import { afterAll, afterEach, beforeAll } from 'vitest'
import { server } from './server'

configure({ asyncUtilTimeout: 5_000 }) // on a busy machine a page takes its time

beforeAll(() => server.listen({ onUnhandledRequest: 'error' }))
afterEach(() => {
  cleanup()
  document.head.querySelectorAll('script').forEach((script) => script.remove()) // after the cleanup, which runs effects that are still due: the SDK's
  notifications.clean()
  server.resetHandlers()
})
afterAll(() => server.close())

// What Mantine and the router expect of a browser and jsdom lacks.
class ResizeObserver {
  observe() {}
  unobserve() {}
  disconnect() {}
}

// A person who wants little motion: a dialog that is fading in does not count as visible.
const matchMedia = (media: string) => ({
  media,
  matches: media === '(prefers-reduced-motion: reduce)',
  addEventListener() {},
  removeEventListener() {},
})

Object.assign(window, {
  ResizeObserver,
  matchMedia,
  scrollTo() {},
})
Object.assign(document, { fonts: new EventTarget() })
Element.prototype.scrollIntoView = () => undefined

// jsdom lays nothing out. A button without size in a window without size counts as scrolled away, and its menu is hidden.
Object.defineProperties(document.documentElement, { clientWidth: { value: 1024 }, clientHeight: { value: 768 } })
Element.prototype.getBoundingClientRect = () => new DOMRect(8, 8, 8, 8)
