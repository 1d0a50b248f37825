import { setupServer } from 'msw/node'

/** The network of unit tests: answers nothing until a test installs handlers. */
export const server = setupServer()
