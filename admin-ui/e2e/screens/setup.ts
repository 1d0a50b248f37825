import { delay, graphql } from 'msw'
import type { Page } from 'playwright-core'
import { makeFailedCheck, makeSetup } from '@/test/factories'
import { failed } from '@/test/failed'
import type { Screen } from './screen'

const broken = makeSetup({
  APP_CREDENTIALS: makeFailedCheck({
    found: 'Meta rejects the app secret of app 1234567890.',
    fix: {
      by: 'HOST',
      action: 'Copy the app secret from the App Dashboard (App settings → Basic) into META_APP_SECRET and restart the program.',
      url: 'https://developers.facebook.com/apps/1234567890/settings/basic/',
      setting: 'META_APP_SECRET',
    },
  }),
  GRAPH_VERSION: {
    found: 'v25.0 is in use; for the lists of datasets Meta ends it on 23 February 2027.',
    fix: {
      by: 'HOST',
      action: 'Read Meta’s changelog, set META_GRAPH_VERSION to a newer version and restart the program.',
      url: 'https://developers.facebook.com/docs/graph-api/changelog/versions',
      setting: 'META_GRAPH_VERSION',
    },
  },
  WEBHOOK_SUBSCRIPTION: { state: 'UNKNOWN', found: 'Meta tells it only to who has the right app id and secret; see there.' },
  DATABASE: makeFailedCheck({
    found: 'The database lacks migrations.',
    fix: { by: 'HOST', action: 'Run “capiconnect migrate”, or restart the program.', url: null, setting: null },
  }),
})

async function openAll(page: Page) {
  await page.getByText('Nothing is left to do').waitFor()
  for (const line of await page.locator('summary').all()) {
    await line.click()
  }
}

/** Setting the installation up. */
export const setupScreens: Screen[] = [
  { name: 'setup', path: '/admin/setup', shows: '12 of 12 fine' },
  { name: 'setup-broken', path: '/admin/setup', installation: { setup: broken }, shows: '2 to fix' },
  { name: 'setup-open', path: '/admin/setup', act: openAll, shows: 'Valid OAuth Redirect URIs' },
  {
    name: 'setup-loading',
    path: '/admin/setup',
    overrides: [graphql.query('Setup', () => delay('infinite'))],
    shows: 'Setup',
  },
  {
    name: 'setup-failed',
    path: '/admin/setup',
    overrides: [
      graphql.query('Setup', () =>
        failed('Something went wrong here. Try again in a moment.', { code: 'INTERNAL', requestId: 'req-4713' }),
      ),
    ],
    shows: 'req-4713',
  },
]
