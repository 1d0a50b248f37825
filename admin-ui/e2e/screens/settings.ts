import { delay, graphql } from 'msw'
import { makeBranding, makeSettings } from '@/test/factories'
import { failed } from '@/test/failed'
import type { Screen } from './screen'

const branding = makeBranding({
  name: 'Fjordmarkt',
  accentColor: '#ffd400',
  logoUrl: '/icon.svg',
  supportContact: 'help@fjordmarkt.example',
  privacyUrl: 'https://fjordmarkt.example/privacy',
})

/** What is in force. */
export const settingsScreens: Screen[] = [
  { name: 'settings', path: '/admin/settings', shows: 'How long things are kept' },
  {
    name: 'settings-rotated',
    path: '/admin/settings',
    installation: {
      settings: makeSettings({
        encryptionKeys: [
          { keyId: '2210041127', state: 'PRIMARY', sealed: 800, unreadable: 0 },
          { keyId: '1187041127', state: 'OLD', sealed: 404, unreadable: 1 },
          { keyId: '77', state: 'MISSING', sealed: 2, unreadable: 0 },
          { keyId: '0', state: 'DAMAGED', sealed: 1, unreadable: 0 },
        ],
      }),
    },
    shows: 'A key that is in use is missing',
  },
  {
    name: 'settings-branding',
    path: '/admin/settings',
    installation: { branding },
    shows: 'Back to Fjordmarkt',
  },
  {
    name: 'settings-branding-refused',
    path: '/admin/settings',
    installation: { branding: { ...branding, logoUrl: null } },
    async act(page) {
      const panel = page.getByRole('region', { name: 'Connect page' })
      await panel.getByLabel('Logo').setInputFiles({ name: 'logo.svg', mimeType: 'image/svg+xml', buffer: Buffer.from('<svg/>') })
      await panel.getByLabel('Accent colour').fill('yellow')
      await panel.getByRole('button', { name: 'Save' }).click()
      await panel.getByText('A colour is # and six hexadecimal digits.').waitFor()
    },
    shows: 'This is none',
  },
  {
    name: 'settings-branding-read',
    path: '/admin/settings',
    installation: { branding, viewer: { email: 'eve@example.com', role: 'VIEWER' } },
    shows: 'fjordmarkt.example/privacy',
  },
  {
    name: 'settings-loading',
    path: '/admin/settings',
    overrides: [graphql.query('Settings', () => delay('infinite'))],
    shows: 'Settings',
  },
  {
    name: 'settings-failed',
    path: '/admin/settings',
    overrides: [
      graphql.query('Settings', () =>
        failed('Something went wrong here. Try again in a moment.', { code: 'INTERNAL', requestId: 'req-4714' }),
      ),
    ],
    shows: 'req-4714',
  },
]
