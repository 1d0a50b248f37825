import { act, render, screen, waitFor } from '@testing-library/react'
import { graphql, HttpResponse } from 'msw'
import { StrictMode } from 'react'
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { readArrival } from '@/features/connect/address'
import { newsMessage, tokenMessage } from '@/lib/partner-protocol'
import { makeOnboarding, makeProblem } from '@/test/factories'
import { failed } from '@/test/failed'
import { makeHandlers } from '@/test/handlers'
import { makeInstallation, type Installation } from '@/test/installation'
import { server } from '@/test/server'
import { EmbeddedConnect } from './embedded-connect'

const origin = 'https://shop.example'
const open = makeOnboarding(1, { status: 'OPEN', completedAt: null })

beforeEach(() => {
  window.sessionStorage.clear()
  return () => window.history.replaceState(null, '', '/')
})

afterEach(() => {
  vi.useRealTimers()
  window.opener = null
})

/** Opens the window, whose opener is in the test's hands unless there is none. */
function renderEmbedded({ fields = {}, search = '', alone = false }: { fields?: Partial<Installation>; search?: string; alone?: boolean } = {}) {
  const frame = document.createElement('iframe')
  document.body.append(frame)
  onTestFinished(() => frame.remove())
  const opener = frame.contentWindow as Window
  const told = vi.spyOn(opener, 'postMessage')
  window.opener = alone ? null : opener
  window.history.replaceState(null, '', `/connect/embedded${search}`)
  server.use(...makeHandlers(makeInstallation({ viewer: null, own: open, ...fields })))
  render(
    <StrictMode>
      <EmbeddedConnect arrival={readArrival()} />
    </StrictMode>,
  )
  return {
    told,
    /** Says something as the browser would have it said by a page of `from`. */
    say: (data: unknown, from = origin, source: Window = opener) =>
      act(async () => window.dispatchEvent(new MessageEvent('message', { data, origin: from, source }))),
  }
}

/** The server's answer for whom the onboarding is. */
const isFor = (allowedOrigin: string | null) =>
  server.use(graphql.query('PartnerPage', () => HttpResponse.json({ data: { onboarding: { allowedOrigin } } })))

const heading = (name: string | RegExp) => screen.findByRole('heading', { name })
const keptToken = () => window.sessionStorage.getItem('onboarding-token')

test('it waits for its page, which it tells that it is ready and nothing else', async () => {
  const { told, say } = renderEmbedded()
  isFor(origin)
  expect(await heading('One moment…')).toBeVisible()
  await say(tokenMessage('onb_secret'), window.location.origin, window) // not the opener
  await say({ ...tokenMessage('onb_secret'), protocol: 'another' })

  expect(await heading('One moment…')).toBeVisible()
  expect(new Set(told.mock.calls.map((call) => JSON.stringify(call)))).toEqual(
    new Set([JSON.stringify([{ protocol: 'capi-connect/1', type: 'ready' }, '*'])]),
  )
})

test.each([['https://elsewhere.example'], [null]])('a page is refused when the onboarding is for %s', async (allowedOrigin) => {
  const { told, say } = renderEmbedded()
  isFor(allowedOrigin)
  await heading('One moment…')
  told.mockClear()
  await say(tokenMessage('onb_secret'))

  expect(await heading('The page that opened this window may not connect you')).toBeVisible()
  expect(screen.queryByRole('button')).not.toBeInTheDocument()
  expect(keptToken()).toBeNull()
  expect(told).not.toHaveBeenCalled()
})

test('a window that nobody has opened says so', async () => {
  renderEmbedded({ alone: true })
  expect(await heading('Please press the button again')).toBeVisible()
})

test('a window whose page never answers says so', async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true })
  renderEmbedded()
  await heading('One moment…')
  await act(() => vi.advanceTimersByTimeAsync(20_000))
  expect(await heading('Please press the button again')).toBeVisible()
})

test('a server that does not answer is no reason to let a page in', async () => {
  const { say } = renderEmbedded()
  server.use(graphql.query('PartnerPage', () => HttpResponse.error()))
  await say(tokenMessage('onb_secret'))
  expect(await heading('No answer from the server')).toBeVisible()
  expect(keptToken()).toBeNull()
})

test.each([
  [{}, ['This link can no longer be used']],
  [{ reason: 'ONBOARDING_EXPIRED', supportCode: 'K7QM-2XRD' }, ['This link has expired', 'K7QM-2XRD']],
  [{ reason: 'ONBOARDING_EXPIRED', language: 'FR' }, ['Ce lien a expiré']],
])('a dead token %j leads to what became of it', async (extensions, texts) => {
  const { say } = renderEmbedded()
  server.use(graphql.query('PartnerPage', () => failed('No.', { code: 'UNAUTHENTICATED', ...extensions }, 401)))
  await say(tokenMessage('onb_secret'))
  for (const text of texts) {
    expect(await screen.findByText(text)).toBeVisible()
  }
  expect(keptToken()).toBeNull()
})

test('the page for which the onboarding is gets the Connect page', async () => {
  const { say } = renderEmbedded()
  isFor(origin)
  await say(tokenMessage('onb_secret'))
  expect(await screen.findByRole('button', { name: 'Connect with Facebook' })).toBeVisible()
  expect(keptToken()).toBe('onb_secret')
})

test('what became of the onboarding is told to its page, at its origin alone', async () => {
  const problem = makeProblem({ code: 'CODE_EXPIRED', message: 'The code was too old.' })
  const own = makeOnboarding(1, { status: 'FAILED', completedAt: null, problem })
  const { say, told } = renderEmbedded({ fields: { own } })
  isFor(origin)
  await say(tokenMessage('onb_secret'))
  await heading('Not connected')
  const news = newsMessage({ type: 'problem', detail: { code: problem.code, message: problem.message, supportCode: own.supportCode } })
  await waitFor(() => expect(told).toHaveBeenLastCalledWith(news, origin))
})

test.each([
  ['?language=de-AT', null, 'Ihr Unternehmen verbinden'],
  ['?language=de-AT', 'JA', 'ビジネスの接続'],
  ['?language=tlh', null, 'Connect your business'],
] as const)('with %s and an onboarding in %s it says: %s', async (search, language, title) => {
  const { say } = renderEmbedded({ search, fields: { own: { ...open, language } } })
  isFor(origin)
  await say(tokenMessage('onb_secret'))
  expect(await heading(title)).toBeVisible()
})
