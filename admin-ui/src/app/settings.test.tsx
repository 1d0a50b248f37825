import { screen, within } from '@testing-library/react'
import { graphql } from 'msw'
import { expect, test } from 'vitest'
import { failed } from '@/test/failed'
import { makeBranding, makeSetting, makeSettings } from '@/test/factories'
import { renderAdmin } from '@/test/render-admin'
import { server } from '@/test/server'

const findPanel = async (name: string) => within(await screen.findByRole('region', { name }))

/** A row of a table, by the text that it begins with. */
const rowOf = async (panel: string, text: string) => {
  const rows = (await findPanel(panel)).getAllByRole('row')
  return rows.find((row) => row.textContent?.startsWith(text))
}

test('shows what is in force, and which setting changes it', async () => {
  const { history, user } = renderAdmin('/businesses')
  await user.click(await screen.findByRole('link', { name: 'Settings' }))

  expect(await screen.findByText('v1.4.0')).toBeVisible()
  expect(history.location.pathname).toBe('/admin/settings')
  expect(document.title).toBe('Settings · CAPI Connect')
  const logins = await findPanel('Login configurations')
  expect(logins.getByText(/Changed by/)).toHaveTextContent(
    'Changed by META_CONFIG_ID, META_APP_ID, META_GRAPH_VERSION and META_PERMISSIONS and a restart.',
  )
  expect(logins.getByRole('row', { name: /9876543210/ })).toHaveTextContent('v26.0ads_read, business_management')
  const access = await findPanel('Access')
  expect(access.getByText('On, at https://login.example.com')).toBeVisible()
  expect(access.getByText('https://shop.example, https://crm.example')).toBeVisible()
  expect(access.getByText(/^None: every caller/)).toBeVisible()
})

test('no secret is shown, but where it comes from', async () => {
  renderAdmin('/settings')

  expect(await rowOf('Environment', 'DATABASE_URL')).toHaveTextContent('Set, not shown')
  expect(await rowOf('Environment', 'META_APP_SECRET')).toHaveTextContent('Set, from /run/secrets/app')
  expect(await rowOf('Environment', 'LISTEN_ADDR')).toHaveTextContent('127.0.0.1:8080 the default')
  expect(await rowOf('Environment', 'PUBLIC_URL')).not.toHaveTextContent('default')
  expect(await rowOf('Environment', 'TRUSTED_PROXIES')).toHaveTextContent('Not set')
})

test('what is kept how long is said in days', async () => {
  renderAdmin('/settings')

  expect(await rowOf('How long things are kept', 'Holds')).toHaveTextContent('Not at all')
  expect(await rowOf('How long things are kept', 'Events from Meta')).toHaveTextContent('30 days')
})

test.each([
  [[], 'makes a fresh key while the program runs'],
  [[{ keyId: '7', state: 'OLD', sealed: 12, unreadable: 0 }], 'sealed anew by itself'],
  [[{ keyId: '7', state: 'OLD', sealed: 0, unreadable: 0 }], '“capiconnect keys retire” drops them'],
  [[{ keyId: '7', state: 'MISSING', sealed: 2, unreadable: 0 }], 'put the keyset back'],
] as const)('the keyset says what comes next: %j', async (others, hint) => {
  const settings = makeSettings()
  renderAdmin('/settings', { settings: { ...settings, encryptionKeys: [...settings.encryptionKeys, ...others] } })

  const keys = await findPanel('Encryption keys')
  expect(keys.getByText('Read from /run/keys/keyset, and again whenever that changes.')).toBeVisible()
  expect(keys.getByRole('row', { name: /1187041127/ })).toHaveTextContent('Seals1,2040')
  expect(keys.getByText(new RegExp(hint))).toBeVisible()
})

test('a keyset that came by value says how it could be rotated', async () => {
  renderAdmin('/settings', {
    settings: makeSettings({
      environment: [makeSetting('ENCRYPTION_KEYSET', null, { isConfidential: true, isSet: true })],
    }),
  })

  const keys = await findPanel('Encryption keys')
  expect(keys.getByText(/name that by ENCRYPTION_KEYSET_FILE/)).toBeVisible()
  expect((await findPanel('Access')).getByText(/^Off: staff sign in/)).toBeVisible()
})

test('a failure is told and can be retried', async () => {
  const { user } = renderAdmin('/settings')
  server.use(graphql.query('Settings', () => failed('Being maintained.', { code: 'UNAVAILABLE' }), { once: true }))

  expect(await screen.findByRole('alert')).toHaveTextContent('Being maintained.')
  await user.click(screen.getByRole('button', { name: 'Try again' }))
  expect(await screen.findByText('v1.4.0')).toBeVisible()
})

test('an administrator brands the Connect page, and sees before what it will look like', async () => {
  const { installation, user } = renderAdmin('/settings')
  const panel = await findPanel('Connect page')

  await user.type(panel.getByLabelText('Name'), 'Fjordmarkt')
  await user.type(panel.getByLabelText('Accent colour'), '#ffd400')
  await user.upload(panel.getByLabelText('Logo'), new File(['PNG'], 'logo.png', { type: 'image/png' }))
  expect(panel.getAllByText('Fjordmarkt')).toHaveLength(2)
  await panel.findByRole('button', { name: 'Remove the logo' })
  await user.click(panel.getByRole('button', { name: 'Save' }))

  expect(await screen.findByText('Clients see it the next time they open their link.')).toBeVisible()
  expect(installation.operations.filter(({ name }) => name === 'UpdateBranding')).toEqual([
    {
      name: 'UpdateBranding',
      variables: {
        input: {
          name: 'Fjordmarkt',
          accentColor: '#ffd400',
          supportContact: null,
          privacyUrl: null,
          logo: btoa('PNG'),
          removeLogo: false,
        },
      },
    },
  ])
})

test('what the server does not take is said at its field, and what is no logo before it is sent', async () => {
  const { user } = renderAdmin('/settings')
  const panel = await findPanel('Connect page')

  await user.type(panel.getByLabelText('Accent colour'), 'red')
  await user.click(panel.getByRole('button', { name: 'Save' }))
  expect(await panel.findByText('A colour is # and six hexadecimal digits.')).toBeVisible()

  await user.upload(panel.getByLabelText('Logo'), new File(['x'.repeat(49 * 1024)], 'big.png', { type: 'image/png' }))
  expect(await panel.findByText(/^This is none/)).toBeVisible()
  expect(panel.queryByRole('button', { name: 'Remove the logo' })).not.toBeInTheDocument()
})

test('who is no administrator reads the branding', async () => {
  renderAdmin('/settings', {
    viewer: { email: 'eve@example.com', role: 'VIEWER' },
    branding: makeBranding({ name: 'Fjordmarkt', privacyUrl: 'https://fjordmarkt.example/privacy' }),
  })
  const panel = await findPanel('Connect page')

  expect(panel.getByText('https://fjordmarkt.example/privacy')).toBeVisible()
  expect(panel.queryByRole('textbox')).not.toBeInTheDocument()
})
