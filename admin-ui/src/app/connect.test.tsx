import { act, screen, waitFor, within } from '@testing-library/react'
import { graphql, http, HttpResponse } from 'msw'
import { afterEach, expect, test, vi } from 'vitest'
import { makeBusiness, makeDataset, makeOnboarding, makeProblem, minutesAgo } from '@/test/factories'
import { failed } from '@/test/failed'
import { makeClient, type Completion } from '@/test/installation'
import { renderConnect } from '@/test/render-connect'
import { server } from '@/test/server'

afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

const connected: Completion = {
  onboarding: makeOnboarding(1),
  client: makeClient(makeBusiness(1, { name: 'Alpine Outdoor' }), {
    owned: [1, 2, 3, 4, 5].map((n) => makeDataset(n)),
    shared: [makeDataset(6, { name: 'Agency' })],
  }),
  userErrors: [],
}

const syncing: Completion = {
  ...connected,
  onboarding: makeOnboarding(1, {
    status: 'SYNCING',
    completedAt: null,
    steps: [
      { kind: 'EXCHANGE', status: 'SUCCEEDED', startedAt: minutesAgo(1), endedAt: minutesAgo(1), detail: null },
      { kind: 'SYNC', status: 'RUNNING', startedAt: minutesAgo(1), endedAt: null, detail: null },
    ],
  }),
}

const button = () => screen.getByRole('button', { name: 'Connect with Facebook' })
const code = (value: string) => ({ status: 'unknown', authResponse: { code: value } })
const heading = (name: string | RegExp) => screen.findByRole('heading', { name })

test('the button waits for the SDK, which is loaded and initialised as Meta asks', async () => {
  const connect = await renderConnect({})
  await waitFor(() => expect(connect.scripts()).toHaveLength(1))
  expect(button()).toBeDisabled()
  expect(connect.scripts()[0]).toHaveAttribute('crossorigin', 'anonymous')

  await connect.load()

  expect(button()).toBeEnabled()
  expect(connect.init).toHaveBeenCalledExactlyOnceWith({
    appId: '1234567890',
    version: 'v26.0',
    cookie: false,
    localStorage: false,
    status: false,
    xfbml: false,
  })
})

test('a code becomes a connected business', async () => {
  const connect = await renderConnect({ completion: connected })
  await connect.load()

  await connect.user.click(button())
  expect(await heading('Waiting for Facebook')).toBeVisible()
  const [callback, options] = connect.login.mock.calls[0] ?? []
  expect(callback?.constructor.name).toBe('Function') // the SDK throws at an async callback
  expect(options).toEqual({ config_id: '9876543210', response_type: 'code', override_default_response_type: true })
  await connect.answer(1, code('code-1'))

  expect(await heading('Alpine Outdoor is connected')).toBeVisible()
  expect(screen.getByText('5 owned datasets and 1 shared dataset.')).toBeVisible()
  expect(screen.getByText('and 2 more')).toBeVisible()
  expect(screen.getByRole('link', { name: 'Open business' })).toHaveAttribute(
    'href',
    `/admin/businesses/${makeBusiness(1).id}`,
  )
  expect(connect.codes()).toEqual(['code-1'])
})

test('a double click opens one window, and a repeated callback sends its code once', async () => {
  const connect = await renderConnect({ completion: connected })
  await connect.load()

  await connect.user.dblClick(button())
  await connect.answer(1, code('code-1'))
  await connect.answer(1, code('code-1'))
  await heading('Alpine Outdoor is connected')
  await connect.answer(1, code('code-1'))

  expect(connect.login).toHaveBeenCalledOnce()
  expect(connect.codes()).toEqual(['code-1'])
})

test.each([{ status: 'unknown', authResponse: null }, { status: 'not_authorized' }, null])(
  'a cancelled login (%j) says that nothing was shared, and can be tried again',
  async (response) => {
    const connect = await renderConnect({ completion: connected })
    await connect.load()

    await connect.user.click(button())
    await connect.answer(1, response)

    expect(await heading('Not connected')).toBeVisible()
    expect(screen.getByText(/Nothing was shared/)).toBeVisible()
    await connect.user.click(screen.getByRole('button', { name: 'Try again' }))
    expect(connect.login).toHaveBeenCalledTimes(2)
    expect(connect.codes()).toEqual([])
  },
)

test('when no window shows for a while it offers another try, and the late answer of the first counts once', async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true })
  const connect = await renderConnect({ completion: connected })
  await connect.load()

  await connect.user.click(button())
  expect(screen.queryByText('No window to be seen?')).not.toBeInTheDocument()
  await act(() => vi.advanceTimersByTimeAsync(20_000))
  expect(screen.getByText('No window to be seen?')).toBeVisible()
  await connect.user.click(screen.getByRole('button', { name: 'Try again' }))
  expect(connect.login).toHaveBeenCalledTimes(2)

  await connect.answer(1, code('late'))
  expect(await heading('Alpine Outdoor is connected')).toBeVisible()
  await connect.answer(2, code('second'))
  await connect.answer(2, null)

  expect(screen.getByRole('heading', { name: 'Alpine Outdoor is connected' })).toBeVisible()
  expect(connect.codes()).toEqual(['late'])
})

test('a blocked SDK is explained and can be loaded again', async () => {
  const connect = await renderConnect({ completion: connected })

  await connect.block()
  expect(await heading('Facebook’s login script is blocked')).toBeVisible()
  expect(screen.queryByRole('button', { name: 'Connect with Facebook' })).not.toBeInTheDocument()

  await connect.user.click(screen.getByRole('button', { name: 'Load it again' }))
  await connect.load()
  expect(button()).toBeEnabled()
})

test('an SDK that never comes counts as blocked', async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true })
  await renderConnect({})
  await waitFor(() => expect(button()).toBeDisabled())

  await act(() => vi.advanceTimersByTimeAsync(15_000))

  expect(await heading('Facebook’s login script is blocked')).toBeVisible()
})

test('a failed onboarding says why, what to do, and its support code', async () => {
  const problem = makeProblem({
    code: 'CODE_EXPIRED',
    message: 'The code was too old.',
    action: 'Press Connect again.',
    actor: 'CLIENT',
  })
  const connect = await renderConnect({
    completion: {
      onboarding: makeOnboarding(2, { status: 'FAILED', problem, completedAt: null }),
      client: null,
      userErrors: [{ code: 'ONBOARDING_FAILED', message: 'It failed.' }],
    },
  })
  await connect.load()

  await connect.user.click(button())
  await connect.answer(1, code('old'))

  expect(await screen.findByText('The code was too old.')).toBeVisible()
  expect(screen.getByText('Press Connect again.')).toBeVisible()
  expect(screen.getByText('K7QM-2XR2')).toBeVisible()
  expect(screen.getByRole('button', { name: 'Try again' })).toBeEnabled()
})

test('without an answer the same code is given again, on request only', async () => {
  const connect = await renderConnect({ completion: connected })
  await connect.load()
  server.use(graphql.mutation('CompleteOnboarding', () => HttpResponse.error(), { once: true }))

  await connect.user.click(button())
  await connect.answer(1, code('code-1'))
  expect(await heading('No clear answer')).toBeVisible()
  expect(connect.codes()).toEqual([])

  await connect.user.click(screen.getByRole('button', { name: 'Ask again' }))
  expect(await heading('Alpine Outdoor is connected')).toBeVisible()
  expect(connect.codes()).toEqual(['code-1'])
  expect(connect.login).toHaveBeenCalledOnce()
})

test.each([
  ['UNAUTHENTICATED', 401],
  ['UNAUTHENTICATED', 200],
])(
  'a token that expired while the window was open (%s, %i) leads to a new link, not to another try',
  async (reason, status) => {
    const connect = await renderConnect({ viewer: null, completion: connected }, 'onb_secret')
    await connect.load()
    server.use(graphql.mutation('CompleteOnboarding', () => failed('Its time is over.', { code: reason }, status)))

    await connect.user.click(button())
    await connect.answer(1, code('code-1'))

    expect(await heading('This link can no longer be used')).toBeVisible()
    expect(screen.getAllByRole('button').map(({ textContent }) => textContent)).toEqual(['Copy'])
    expect(screen.getByText('K7QM-2XR1'), 'the support code stays').toBeVisible()
    expect(screen.queryByText('What happens')).not.toBeInTheDocument()
  },
)

test('a refusal shows the server’s words, and only a fresh code is offered', async () => {
  const connect = await renderConnect({ completion: connected })
  await connect.load()
  server.use(
    graphql.mutation('CompleteOnboarding', () => failed('Your role does not allow this.', { code: 'FORBIDDEN' })),
  )

  await connect.user.click(button())
  await connect.answer(1, code('code-1'))

  expect(await screen.findByText('Your role does not allow this.')).toBeVisible()
  expect(screen.queryByRole('button', { name: 'Ask again' })).not.toBeInTheDocument()
  await connect.user.click(screen.getByRole('button', { name: 'Try again' }))
  expect(connect.login).toHaveBeenCalledTimes(2)
})

test.each([
  ['UNAVAILABLE', 200],
  ['UNAVAILABLE', 503],
])('a server in trouble (%s, %i) is asked again with the same code', async (reason, status) => {
  const connect = await renderConnect({ completion: connected })
  await connect.load()
  server.use(
    graphql.mutation('CompleteOnboarding', () => failed('Being maintained.', { code: reason }, status), { once: true }),
  )

  await connect.user.click(button())
  await connect.answer(1, code('code-1'))
  await connect.user.click(await screen.findByRole('button', { name: 'Ask again' }))

  expect(await heading('Alpine Outdoor is connected')).toBeVisible()
  expect(connect.codes()).toEqual(['code-1'])
  expect(connect.login).toHaveBeenCalledOnce()
})

test('work that this page may no longer follow is left to itself', async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true })
  const connect = await renderConnect({ viewer: null, completion: syncing }, 'onb_secret')
  await connect.load()
  let asked = 0
  server.use(
    http.post('*/graphql', ({ request }) => {
      if (request.headers.get('accept') !== 'text/event-stream') {
        return undefined
      }
      asked += 1
      return asked === 1 ? HttpResponse.error() : failed('Its time is over.', { code: 'UNAUTHENTICATED' }, 401)
    }),
  )

  await connect.user.click(button())
  await connect.answer(1, code('code-1'))
  await heading('Almost there…')
  await waitFor(() => expect(asked).toBe(1))
  await act(() => vi.advanceTimersByTimeAsync(3_000))

  expect(await heading('The rest goes on without this page')).toBeVisible()
  expect(screen.getByText('K7QM-2XR1')).toBeVisible()
  await act(() => vi.advanceTimersByTimeAsync(10_000))
  expect(asked).toBe(2)
})

test('the focus follows the journey', async () => {
  const connect = await renderConnect({ completion: connected })
  await connect.load()
  expect(document.body).toHaveFocus()

  await connect.user.click(button())
  expect(screen.getByRole('heading', { name: 'Waiting for Facebook' }).parentElement).toHaveFocus()

  await connect.answer(1, null)
  await connect.user.click(screen.getByRole('button', { name: 'Try again' }))
  expect(screen.getByRole('heading', { name: 'Waiting for Facebook' }).parentElement).toHaveFocus()

  await connect.answer(2, code('code-1'))
  expect((await heading('Alpine Outdoor is connected')).parentElement).toHaveFocus()
})

test('work that goes on is followed until it ends', async () => {
  const connect = await renderConnect({ completion: syncing })
  await connect.load()

  await connect.user.click(button())
  await connect.answer(1, code('code-1'))
  expect(await heading('Almost there…')).toBeVisible()
  expect(screen.getByText('Datasets read')).toBeVisible()
  connect.installation.completion = connected
  connect.installation.changes.dispatchEvent(new Event('change'))

  expect(await screen.findByRole('heading', { name: 'Alpine Outdoor is connected' }, { timeout: 5000 })).toBeVisible()
})

test('a business without datasets is connected with a warning', async () => {
  const connect = await renderConnect({ completion: { ...connected, client: makeClient(makeBusiness(1)) } })
  await connect.load()

  await connect.user.click(button())
  await connect.answer(1, code('code-1'))

  expect(await screen.findByText(/No dataset was shared/)).toBeVisible()
})

test('a client without datasets reads what it can do, and nothing that contradicts it', async () => {
  const problem = makeProblem({ code: 'NO_DATASETS', action: 'Have the client connect again.', actor: 'CLIENT' })
  const client = makeClient(makeBusiness(1, { problem }))
  const connect = await renderConnect({ viewer: null, completion: { ...connected, client } }, 'onb_secret')
  await connect.load()

  await connect.user.click(button())
  await connect.answer(1, code('code-1'))

  expect(await screen.findByText(/new link, then connect again and pick at least one dataset/)).toBeVisible()
  expect(screen.queryByText(/Have the client/)).not.toBeInTheDocument()
  expect(screen.queryByText(/That is all/)).not.toBeInTheDocument()
})

test('a client whose onboarding failed is not told what staff should do', async () => {
  const problem = makeProblem({ code: 'APP_SECRET_REJECTED', action: 'Change META_APP_SECRET.', actor: 'PARTNER' })
  const connect = await renderConnect(
    {
      viewer: null,
      completion: {
        onboarding: makeOnboarding(2, { status: 'FAILED', problem, completedAt: null }),
        client: null,
        userErrors: [],
      },
    },
    'onb_secret',
  )
  await connect.load()

  await connect.user.click(button())
  await connect.answer(1, code('code-1'))

  expect(await screen.findByText(/Tell the platform that invited you/)).toBeVisible()
  expect(screen.queryByText(/META_APP_SECRET/)).not.toBeInTheDocument()
})

test('a client whose business lacks two-factor authentication is told to switch it on', async () => {
  const problem = makeProblem({ code: 'TWO_FACTOR_REQUIRED', action: 'Have the client switch it on.' })
  const onboarding = makeOnboarding(2, { status: 'FAILED', problem, completedAt: null })
  const completion = { onboarding, client: null, userErrors: [] }
  const connect = await renderConnect({ viewer: null, completion }, 'onb_secret')
  await connect.load()

  await connect.user.click(button())
  await connect.answer(1, code('code-1'))

  expect(await screen.findByText(/Switch two-factor authentication on at Meta/)).toBeVisible()
  expect(screen.queryByText(/Have the client/)).not.toBeInTheDocument()
})

test('a client has its token for a credential, and no way into the admin', async () => {
  const connect = await renderConnect({ viewer: null, completion: connected }, 'onb_secret')
  const headers: (string | null)[] = []
  server.events.on('request:start', ({ request }) => headers.push(request.headers.get('authorization')))
  await connect.load()

  await connect.user.click(button())
  await connect.answer(1, code('code-1'))

  expect(await heading('Alpine Outdoor is connected')).toBeVisible()
  expect(screen.getByText(/you can close this window/)).toBeVisible()
  expect(screen.getByText('K7QM-2XR1')).toBeVisible()
  expect(within(document.body).queryAllByRole('link')).toEqual([])
  expect(new Set(headers)).toEqual(new Set(['Bearer onb_secret']))
  server.events.removeAllListeners()
})

test('a client whose link is used up is told to ask for a new one', async () => {
  const connect = await renderConnect(
    {
      viewer: null,
      completion: {
        onboarding: null,
        client: null,
        userErrors: [{ code: 'ONBOARDING_EXPIRED', message: 'Its time is over.' }],
      },
    },
    'onb_secret',
  )
  await connect.load()

  await connect.user.click(button())
  await connect.answer(1, code('code-1'))

  expect(await heading('This link has expired')).toBeVisible()
  expect(screen.getByText(/Ask the platform that invited you for a new one/)).toBeVisible()
  expect(screen.getByText('K7QM-2XR1')).toBeVisible()
  expect(screen.queryByRole('button', { name: 'Try again' })).not.toBeInTheDocument()
})

test('a client without a token is asked to open the link again', async () => {
  await renderConnect({ viewer: null }, '')

  expect(await heading('Please open your link again')).toBeVisible()
})

test('a window that the browser blocks is noticed at once, and the tab goes to Facebook in its place', async () => {
  const connect = await renderConnect({ viewer: null }, 'onb_secret')
  connect.login.mockImplementation(() => void window.open('https://www.facebook.com/'))
  vi.stubGlobal('open', () => null)
  const { open } = window
  await connect.load()

  await connect.user.click(button())
  expect(await heading('The browser blocked Facebook’s window')).toBeVisible()
  expect(screen.getByText('K7QM-2XR1')).toBeVisible()
  expect(window.open, 'it is left as it was').toBe(open)

  await connect.user.click(screen.getByRole('button', { name: 'Continue in this tab' }))
  await waitFor(() => expect(window.location.hash).toBe('#dialog'))
  expect(connect.starts()).toEqual([{ onboardingId: connect.installation.own.id }])
  await waitFor(() => expect(connect.steps()).toContain('POPUP_BLOCKED'))
  expect(connect.steps()).toEqual(['PAGE_OPENED', 'SDK_LOADED', 'BUTTON_PRESSED', 'POPUP_BLOCKED'])
})

test('an opened window is noted, and one of which nothing is heard', async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true })
  const connect = await renderConnect({ viewer: null }, 'onb_secret')
  connect.login.mockImplementation(() => void window.open('https://www.facebook.com/'))
  vi.stubGlobal('open', () => ({ closed: false }))
  await connect.load()

  await connect.user.click(button())
  expect(await heading('Waiting for Facebook')).toBeVisible()
  await act(() => vi.advanceTimersByTimeAsync(20_000))
  expect(screen.getByText('K7QM-2XR1')).toBeVisible()
  await connect.answer(1, null)

  await waitFor(() => expect(connect.steps()).toContain('LOGIN_CANCELLED'))
  expect(connect.steps()).toEqual([
    'PAGE_OPENED',
    'SDK_LOADED',
    'BUTTON_PRESSED',
    'POPUP_OPENED',
    'NO_ANSWER',
    'LOGIN_CANCELLED',
  ])
})

test('without the SDK the login goes on in the same tab', async () => {
  const connect = await renderConnect({ viewer: null }, 'onb_secret')
  const headers: (string | null)[] = []
  server.events.on('request:start', ({ request }) => {
    if (new URL(request.url).pathname === '/oauth/start') {
      headers.push(request.headers.get('authorization'))
    }
  })
  await connect.block()
  expect(await screen.findByText('K7QM-2XR1')).toBeVisible()

  await connect.user.click(screen.getByRole('button', { name: 'Continue in this tab' }))
  await waitFor(() => expect(window.location.hash).toBe('#dialog'))
  expect(headers).toEqual(['Bearer onb_secret'])
  await waitFor(() => expect(connect.steps()).toEqual(['PAGE_OPENED', 'SDK_BLOCKED']))
  expect(document.body.innerHTML + window.location.href, 'the token is in no address').not.toContain('onb_secret')
  server.events.removeAllListeners()
})

test('staff get an onboarding with the first press, and are told of what came before', async () => {
  const connect = await renderConnect({ completion: connected })
  await connect.load()
  expect(connect.steps()).toEqual([])

  await connect.user.click(button())
  await waitFor(() => expect(connect.steps()).toEqual(['PAGE_OPENED', 'SDK_LOADED', 'BUTTON_PRESSED']))
  await connect.answer(1, code('code-1'))

  expect(await heading('Alpine Outdoor is connected')).toBeVisible()
  const { id } = connect.installation.own
  expect(connect.installation.operations.filter(({ name }) => name === 'CompleteOnboarding')).toEqual([
    { name: 'CompleteOnboarding', variables: { input: { code: 'code-1', onboardingId: id } } },
  ])
  expect(connect.installation.operations.filter(({ name }) => name === 'BeginOnboarding')).toHaveLength(1)
  expect(window.location.search, 'a reload finds it again').toBe(`?onboarding=${id}`)
})

test('a way to Facebook that the server refuses is explained', async () => {
  const connect = await renderConnect({ viewer: null, dialogUrl: null }, 'onb_secret')
  await connect.block()

  await connect.user.click(await screen.findByRole('button', { name: 'Continue in this tab' }))

  expect(await screen.findByText('The time of this onboarding is over.')).toBeVisible()
  expect(window.location.hash).toBe('')
})

test.each([
  ['DECLINED', 'You said no at Facebook'],
  ['FAILED', 'Facebook could not log you in'],
  ['INTERRUPTED', 'This login could not be finished'],
  ['BUSY', 'Another login is under way'],
  ['CODE_REFUSED', 'This login was used before'],
  ['toString', 'Not connected'],
])('a tab that comes back with %s says what happened, once', async (login, title) => {
  const connect = await renderConnect({ viewer: null }, 'onb_secret', `?login=${login}`)

  expect(await heading(title)).toBeVisible()
  expect(screen.getByText('K7QM-2XR1')).toBeVisible()
  expect(window.location.search, 'a reload does not say it again').toBe('')
  await connect.user.click(screen.getByRole('button', { name: 'Continue in this tab' }))
  await waitFor(() => expect(window.location.hash).toBe('#dialog'))
})

test('a tab that comes back with a code follows what comes of it', async () => {
  const { onboarding } = syncing
  const connect = await renderConnect({ viewer: null, completion: syncing, own: onboarding ?? undefined }, 'onb_secret')

  expect(await heading('Almost there…')).toBeVisible()
  expect(screen.getByText('Datasets read')).toBeVisible()
  connect.installation.completion = connected
  connect.installation.changes.dispatchEvent(new Event('change'))

  expect(await screen.findByRole('heading', { name: 'Alpine Outdoor is connected' }, { timeout: 5000 })).toBeVisible()
  expect(connect.codes(), 'the code never was in the page').toEqual([])
})

test('staff come back to their onboarding', async () => {
  const { id } = makeOnboarding(1)
  await renderConnect({ completion: connected }, undefined, `?onboarding=${id}`)

  expect(await heading('Alpine Outdoor is connected')).toBeVisible()
})

test('on a phone a client is asked to go on with a computer, and may try all the same', async () => {
  vi.spyOn(navigator, 'userAgent', 'get').mockReturnValue('Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Mobile')
  const connect = await renderConnect({ viewer: null }, 'onb_secret')

  expect(await heading('Please continue on a computer')).toBeVisible()
  await connect.user.click(screen.getByRole('button', { name: 'Copy your link' }))
  expect(await navigator.clipboard.readText()).toBe(`${window.location.origin}/connect#onb_secret`)
  expect(connect.scripts(), 'no SDK, which could not open its window').toEqual([])

  await connect.user.click(screen.getByRole('button', { name: 'Try on this device' }))
  await waitFor(() => expect(window.location.hash).toBe('#dialog'))
  expect(connect.steps()).toEqual(['PAGE_OPENED_ON_PHONE'])
})

test('the result says what was asked for and what was received', async () => {
  const permissions = [
    { permission: 'ads_read', requested: true, state: 'GRANTED', datasetMetaIds: ['1', '2'] },
    { permission: 'business_management', requested: true, state: 'DENIED', datasetMetaIds: null },
    { permission: 'ads_management', requested: true, state: 'UNKNOWN', datasetMetaIds: null },
    { permission: 'catalog_management', requested: false, state: 'GRANTED', datasetMetaIds: null },
  ] as const
  const client = makeClient(makeBusiness(1, { permissions: [...permissions] as never }))
  const connect = await renderConnect({ completion: { ...connected, client } })
  await connect.load()

  await connect.user.click(button())
  await connect.answer(1, code('code-1'))

  const [, ...rows] = within(await screen.findByRole('table', { name: 'Permissions' })).getAllByRole('row')
  expect(rows.map((row) => row.textContent)).toEqual([
    'ads_readYes Yes, for 2 datasets',
    'business_managementYes No',
    'ads_managementYes Unknown: Meta did not say',
    'catalog_managementNo Yes',
  ])
})

const popupBlocked = {
  kind: 'POPUP_BLOCKED',
  status: 'FAILED',
  startedAt: minutesAgo(1),
  endedAt: minutesAgo(1),
  detail: null,
} as const

test('staff make a link, and see what its client does', async () => {
  const connect = await renderConnect({})
  const panel = within(await screen.findByRole('region', { name: 'Send a connect link' }))
  await connect.user.type(panel.getByLabelText('External id (optional)'), 'shop-9')
  await connect.user.selectOptions(panel.getByLabelText('The link works for'), '7 days')
  await connect.user.click(panel.getByRole('button', { name: 'Make the link' }))

  expect(await panel.findByLabelText('Connect link')).toHaveValue('https://capi.example.com/connect#onb_once')
  const journey = within(panel.getByRole('region', { name: 'What the client does' }))
  expect(journey.getByRole('heading', { name: 'Waiting for the client' })).toBeVisible()
  Object.assign(connect.installation.own, { steps: [popupBlocked] })
  connect.installation.changes.dispatchEvent(new Event('change'))
  expect(await journey.findByText('Window blocked by the browser')).toBeVisible()
  expect(connect.installation.operations.filter(({ name }) => name === 'InviteClient')).toEqual([
    { name: 'InviteClient', variables: { input: { externalId: 'shop-9', expiresInMinutes: 10_080 } } },
  ])
})

test('a viewer may not connect', async () => {
  const connect = await renderConnect({ viewer: { email: 'eve@example.com', role: 'VIEWER' } })

  expect(await screen.findByText('Your role is Viewer')).toBeVisible()
  expect(connect.scripts()).toEqual([])
})

test('staff say what the page of the link tells, speaks and leads back to', async () => {
  const connect = await renderConnect({})
  const panel = within(await screen.findByRole('region', { name: 'Send a connect link' }))
  await connect.user.click(panel.getByLabelText('The client’s product is booking'))
  await connect.user.selectOptions(panel.getByLabelText('Language of the page'), 'Japanese')
  await connect.user.type(panel.getByLabelText('Return URL (optional)'), 'https://App.example.com:443/done')
  await connect.user.click(panel.getByRole('button', { name: 'Make the link' }))

  expect(await panel.findByLabelText('Connect link')).toBeVisible()
  expect(connect.installation.operations.filter(({ name }) => name === 'InviteClient')).toEqual([
    {
      name: 'InviteClient',
      variables: {
        input: {
          booking: true,
          language: 'JA',
          returnUrl: 'https://app.example.com/done',
          allowedOrigin: 'https://app.example.com',
          expiresInMinutes: 1440,
        },
      },
    },
  ])
})
