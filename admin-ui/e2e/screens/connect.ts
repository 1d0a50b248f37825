import { delay, graphql, http, HttpResponse } from 'msw'
import type { Page } from 'playwright-core'
import { tokenMessage } from '@/lib/partner-protocol'
import { makeDataset, makeOnboarding, makeProblem, minutesAgo } from '@/test/factories'
import { failed } from '@/test/failed'
import { makeClient } from '@/test/installation'
import { alpine, lists } from './alpine'
import type { Screen } from './screen'

const connect = (answer?: unknown) => async (page: Page) => {
  await page.getByRole('button', { name: 'Connect with Facebook' }).click()
  if (answer !== undefined) {
    await page.evaluate((response) => (window as unknown as { answer: (r: unknown) => void }).answer(response), answer)
  }
}
const code = { authResponse: { code: 'code-1' } }
const completed = { onboarding: makeOnboarding(1), client: makeClient(alpine, lists), userErrors: [] }

/** What the server says of a link that works no more. */
const dead = { code: 'UNAUTHENTICATED', supportCode: 'K7QM-2XRD', returnUrl: 'https://shop.example/' }
const ends = [
  { reason: 'ONBOARDING_CLOSED', shows: 'This link has been used already' },
  { reason: 'ONBOARDING_EXPIRED', shows: 'This link has expired' },
  { reason: 'ONBOARDING_CANCELLED', shows: 'This invitation was withdrawn' },
  { reason: 'ONBOARDING_REPLACED', shows: 'There is a newer link' },
]

const choosing = {
  viewer: null,
  own: makeOnboarding(1),
  completion: {
    ...completed,
    client: makeClient(
      { ...alpine, problem: makeProblem({ code: 'SEVERAL_DATASETS', actor: 'CLIENT' }) },
      { owned: [makeDataset(1), makeDataset(2, { name: null })], shared: [makeDataset(3, { name: 'Agency' })] },
    ),
  },
}

/** A window that a page has opened, which is of its own origin here, and itself. With a token, the page hands that over. */
const opened = (token?: string) => async (page: Page) => {
  await page.addInitScript((data) => {
    window.opener = window
    window.addEventListener('message', (event) => {
      const { type } = event.data as { type: string }
      if (type === 'ready' && data.token) {
        window.postMessage(data, '*')
      }
    })
  }, tokenMessage(token ?? ''))
  await page.reload()
}
const own = makeOnboarding(1, { status: 'OPEN', completedAt: null })

/** The Connect page, for staff and for clients. */
export const connectScreens: Screen[] = [
  { name: 'connect', path: '/admin/connect', shows: 'Connect with Facebook Login for Business' },
  { name: 'connect-waiting', path: '/admin/connect', act: connect(), shows: 'Waiting for Facebook' },
  {
    name: 'connect-slow',
    path: '/admin/connect',
    async act(page) {
      await page.clock.install()
      await connect()(page)
      await page.clock.fastForward('00:20')
    },
    shows: 'No window to be seen?',
  },
  {
    name: 'connect-cancelled',
    path: '/admin/connect',
    act: connect({ authResponse: null }),
    shows: 'Nothing was shared',
  },
  {
    name: 'connect-exchanging',
    path: '/admin/connect',
    overrides: [graphql.mutation('CompleteOnboarding', () => delay('infinite'))],
    act: connect(code),
    shows: 'Connecting…',
  },
  {
    name: 'connect-syncing',
    path: '/admin/connect',
    installation: {
      completion: {
        onboarding: makeOnboarding(1, {
          status: 'SYNCING',
          steps: [
            { kind: 'RECEIVE', status: 'SUCCEEDED', startedAt: minutesAgo(1), endedAt: minutesAgo(1), detail: null },
            { kind: 'EXCHANGE', status: 'SUCCEEDED', startedAt: minutesAgo(1), endedAt: minutesAgo(1), detail: null },
            {
              kind: 'IDENTIFY',
              status: 'SUCCEEDED',
              startedAt: minutesAgo(1),
              endedAt: minutesAgo(1),
              detail: 'Alpine Outdoor GmbH',
            },
            { kind: 'SYNC', status: 'RUNNING', startedAt: minutesAgo(1), endedAt: null, detail: null },
          ],
        }),
        client: null,
        userErrors: [],
      },
    },
    act: connect(code),
    shows: 'Almost there…',
  },
  {
    name: 'connect-success',
    path: '/admin/connect',
    installation: { completion: completed },
    act: connect(code),
    shows: 'is connected',
  },
  {
    name: 'connect-failed',
    path: '/admin/connect',
    installation: {
      completion: {
        onboarding: makeOnboarding(2, {
          status: 'FAILED',
          completedAt: null,
          problem: makeProblem({
            code: 'CODE_EXPIRED',
            message: 'The code was older than Meta allows when it was exchanged.',
            action: 'Press the button again for a fresh one.',
          }),
        }),
        client: null,
        userErrors: [],
      },
    },
    act: connect(code),
    shows: 'The code was older',
  },
  {
    name: 'connect-unanswered',
    path: '/admin/connect',
    overrides: [graphql.mutation('CompleteOnboarding', () => new HttpResponse(null, { status: 502 }))],
    act: connect(code),
    shows: 'No clear answer',
    expected: /502/,
  },
  {
    name: 'connect-refused',
    path: '/admin/connect',
    overrides: [
      graphql.mutation('CompleteOnboarding', () => failed('Your role does not allow this.', { code: 'FORBIDDEN' })),
    ],
    act: connect(code),
    shows: 'Your role does not allow this.',
  },
  {
    name: 'connect-blocked',
    path: '/admin/connect',
    installation: { sdkUrl: 'http://localhost:9/sdk.js' },
    shows: 'login script is blocked',
    expected: /localhost:9/,
  },
  {
    name: 'connect-link',
    path: '/admin/connect',
    async act(page) {
      await page.getByRole('button', { name: 'Make the link' }).click()
    },
    shows: 'A code can be given until',
  },
  {
    name: 'connect-viewer',
    path: '/admin/connect',
    installation: { viewer: { email: 'eve@example.com', role: 'VIEWER' } },
    shows: 'Your role is Viewer',
  },
  { name: 'client', path: '/connect#onb_secret', shows: 'Connect your business' },
  {
    name: 'client-popup-blocked',
    path: '/connect#onb_secret',
    async act(page) {
      await page.getByRole('button', { name: 'Connect with Facebook', disabled: false }).waitFor()
      await page.evaluate(() => {
        window.open = () => null
        Object.assign(window, { FB: { login: () => window.open('about:blank') } })
      })
      await connect()(page)
    },
    shows: 'The browser blocked',
  },
  {
    name: 'client-sdk-blocked',
    path: '/connect#onb_secret',
    installation: { sdkUrl: 'http://localhost:9/sdk.js' },
    shows: 'login script is blocked',
    expected: /localhost:9/,
  },
  { name: 'client-declined', path: '/connect?login=DECLINED#onb_secret', shows: 'You said no at Facebook' },
  { name: 'client-login-failed', path: '/connect?login=FAILED#onb_secret', shows: 'Facebook could not log you in' },
  {
    name: 'client-interrupted',
    path: '/connect?login=INTERRUPTED#onb_secret',
    shows: 'This login could not be finished',
  },
  {
    name: 'client-on-phone',
    path: '/connect#onb_secret',
    async act(page) {
      await page.addInitScript(() => Object.defineProperty(navigator, 'userAgent', { value: 'iPhone Mobile' }))
      await page.reload()
    },
    shows: 'Please continue on a computer',
  },
  {
    name: 'client-success',
    path: '/connect#onb_secret',
    installation: { completion: completed },
    act: connect(code),
    shows: 'you can close this window',
  },
  {
    name: 'client-no-datasets',
    path: '/connect#onb_secret',
    installation: {
      completion: {
        ...completed,
        client: makeClient({
          ...alpine,
          problem: makeProblem({
            code: 'NO_DATASETS',
            message: 'The business is connected but has granted no dataset.',
          }),
        }),
      },
    },
    act: connect(code),
    shows: 'pick at least one dataset',
  },
  {
    name: 'client-expired',
    path: '/connect#onb_secret',
    overrides: [graphql.mutation('CompleteOnboarding', () => failed('No.', { code: 'UNAUTHENTICATED' }, 401))],
    act: connect(code),
    shows: 'This link can no longer be used',
    expected: /401/,
  },
  {
    name: 'client-german',
    path: '/connect#onb_secret',
    installation: { viewer: null, own: makeOnboarding(1, { status: 'OPEN', completedAt: null, language: 'DE', booking: true }) },
    shows: 'Ihr Unternehmen verbinden',
  },
  {
    name: 'client-japanese',
    path: '/connect#onb_secret',
    installation: { viewer: null, own: makeOnboarding(1, { status: 'OPEN', completedAt: null, language: 'JA' }) },
    shows: 'ビジネスの接続',
  },
  ...ends.map(
    ({ reason, shows }): Screen => ({
      name: `client-end-${reason.toLowerCase().replace('onboarding_', '')}`,
      path: '/connect#onb_secret',
      overrides: [graphql.query('Connect', () => failed('No.', { ...dead, reason }, 401))],
      shows,
      expected: /401/,
    }),
  ),
  {
    name: 'client-end-origin',
    path: '/connect#onb_secret',
    overrides: [graphql.query('Connect', () => failed('No.', { code: 'FORBIDDEN' }, 403))],
    shows: 'This link belongs to another website',
    expected: /403/,
  },
  {
    name: 'client-choice',
    path: '/connect#onb_secret',
    installation: choosing,
    async act(page) {
      await page.getByRole('radio').nth(1).check()
    },
    shows: 'Use this dataset',
  },
  {
    name: 'client-choice-refused',
    path: '/connect#onb_secret',
    installation: choosing,
    overrides: [graphql.mutation('ChooseOwnDataset', () => failed('No.', { code: 'UNAVAILABLE' }))],
    async act(page) {
      await page.getByRole('radio').nth(1).check()
      await page.getByRole('button', { name: 'Use this dataset' }).click()
    },
    shows: 'The choice was not saved',
  },
  {
    name: 'client-lost-track',
    path: '/connect#onb_secret',
    installation: {
      completion: { onboarding: makeOnboarding(1, { status: 'SYNCING' }), client: null, userErrors: [] },
    },
    overrides: [
      http.post('*/graphql', ({ request }) =>
        request.headers.get('accept') === 'text/event-stream'
          ? failed('No.', { code: 'UNAUTHENTICATED' }, 401)
          : undefined,
      ),
    ],
    act: connect(code),
    shows: 'The rest goes on without this page',
    expected: /401/,
  },
  { name: 'client-no-token', path: '/connect', shows: 'Please open your link again' },
  {
    name: 'client-dead-link',
    path: '/connect#onb_secret',
    overrides: [graphql.query('Connect', () => failed('No.', { code: 'UNAUTHENTICATED' }, 401))],
    shows: 'This link can no longer be used',
    expected: /401/,
  },
  { name: 'embedded-waiting', path: '/connect/embedded', act: opened(), shows: 'One moment…' },
  { name: 'embedded-alone', path: '/connect/embedded', shows: 'Please press the button again' },
  {
    name: 'embedded-foreign',
    path: '/connect/embedded',
    installation: { viewer: null, own },
    act: opened('onb_secret'),
    shows: 'may not connect you',
  },
  {
    name: 'embedded-german',
    path: '/connect/embedded?language=de',
    installation: { viewer: null, own },
    act: opened('onb_secret'),
    shows: 'darf Sie nicht verbinden',
  },
  {
    name: 'embedded-unasked',
    path: '/connect/embedded',
    overrides: [graphql.query('PartnerPage', () => new HttpResponse(null, { status: 502 }))],
    act: opened('onb_secret'),
    shows: 'No answer from the server',
    expected: /502/,
  },
  {
    name: 'embedded-dead',
    path: '/connect/embedded',
    overrides: [
      graphql.query('PartnerPage', () =>
        failed('No.', { code: 'UNAUTHENTICATED', reason: 'ONBOARDING_EXPIRED', supportCode: 'K7QM-2XRD' }, 401),
      ),
    ],
    act: opened('onb_secret'),
    shows: 'This link has expired',
    expected: /401/,
  },
  {
    name: 'embedded',
    path: '/connect/embedded',
    installation: { viewer: null, own },
    overrides: [
      graphql.query('PartnerPage', ({ request }) =>
        HttpResponse.json({ data: { onboarding: { allowedOrigin: new URL(request.url).origin } } }),
      ),
    ],
    act: opened('onb_secret'),
    shows: 'Connect with Facebook Login for Business',
  },
]
