import { act, fireEvent, render, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { StrictMode } from 'react'
import { expect, vi } from 'vitest'
import { makeHandlers } from './handlers'
import { makeInstallation, type Installation } from './installation'
import { server } from './server'

type Callback = (response: unknown) => void

/** Opens the Connect page with Meta's SDK under the test's control: it neither loads nor answers by itself. */
export async function renderConnect(fields: Partial<Installation>, token?: string, search = '') {
  vi.resetModules() // the page loads the SDK once in its lifetime
  window.history.replaceState(null, '', `${token === undefined ? '/admin' : ''}/connect${search}`)
  const { readArrival } = await import('@/features/connect/address')
  const { StaffConnect } = await import('@/app/staff-connect')
  const { ClientConnect } = await import('@/app/client-connect')
  const installation = makeInstallation(fields)
  server.use(...makeHandlers(installation))

  const init = vi.fn()
  const login = vi.fn<(callback: Callback, options: unknown) => void>()
  vi.stubGlobal('FB', { init, login })
  const arrival = readArrival()
  render(
    <StrictMode>
      {token === undefined ? (
        <StaffConnect arrival={arrival} />
      ) : (
        <ClientConnect token={token || null} arrival={arrival} />
      )}
    </StrictMode>,
  )

  /** The script elements that were inserted for the SDK. */
  const scripts = () => [...document.head.querySelectorAll<HTMLScriptElement>('script[src*="sdk"]')]
  const inserted = () => waitFor(() => expect(scripts()).toHaveLength(1))

  return {
    init,
    installation,
    login,
    user: userEvent.setup({ advanceTimers: (ms) => void (vi.isFakeTimers() && vi.advanceTimersByTime(ms)) }),
    scripts,
    async load() {
      await inserted()
      await act(async () => window.fbAsyncInit?.())
    },
    async block() {
      await inserted()
      fireEvent.error(scripts()[0] as HTMLScriptElement)
    },
    /** Has the SDK answer the `n`th press. */
    async answer(n: number, response: unknown) {
      await act(async () => login.mock.calls[n - 1]?.[0](response))
    },
    /** What the page has told of the journey. */
    steps: () =>
      installation.operations.flatMap(({ name, variables }) =>
        name === 'ReportSteps' ? (variables.input as { steps: string[] }).steps : [],
      ),
    /** What was said when the tab was to go to Meta. */
    starts: () => installation.operations.flatMap(({ name, variables }) => (name === 'start' ? [variables] : [])),
    codes: () =>
      installation.operations.flatMap(({ name, variables }) =>
        name === 'CompleteOnboarding' ? [(variables.input as { code: string }).code] : [],
      ),
  }
}
