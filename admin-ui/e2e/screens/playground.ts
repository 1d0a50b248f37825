import type { Page } from 'playwright-core'
import { clients } from './clients'
import type { Screen } from './screen'

const path = '/admin/playground'
const installation = { clients, sdkUrl: 'http://127.0.0.1:8082/en_US/sdk.js' }

/** Waits until the editor has coloured its document, and presses what is to be pressed. */
const press =
  (...names: string[]) =>
  async (page: Page) => {
    await page.locator('.mtk1').first().waitFor()
    await page.locator('.view-line .mtki, .view-line [class^=mtk]:not(.mtk1)').first().waitFor()
    for (const name of names) {
      await page.getByRole('button', { name, exact: true }).click()
    }
  }

/** The playground, for those who may change something and for those who may not. */
export const playgroundScreens: Screen[] = [
  { name: 'playground', path, installation, act: press(), shows: 'Call it from your own program' },
  { name: 'playground-answer', path, installation, act: press('Run'), shows: 'Answered in' },
  {
    name: 'playground-refused',
    path,
    installation,
    act: press('Disconnect a business', 'Run'),
    shows: 'Not sent: read-only is on.',
  },
  {
    name: 'playground-off',
    path,
    installation,
    async act(page) {
      await press('Complete an onboarding with a code')(page)
      await page.getByRole('switch', { name: 'Read-only' }).click()
    },
    shows: 'Read-only is off.',
  },
  {
    name: 'playground-viewer',
    path,
    installation: { ...installation, viewer: { email: 'eve@example.com', role: 'VIEWER' } },
    act: press('Watch a business'),
    shows: 'Viewers may read, and change nothing.',
  },
  {
    name: 'playground-schema',
    path,
    installation,
    async act(page) {
      await press()(page)
      await page.getByRole('tab', { name: 'Schema' }).click()
      await page.getByRole('link', { name: 'Mutation' }).click()
    },
    shows: 'Everything that can be changed.',
  },
  {
    name: 'playground-editor-failed',
    path,
    installation,
    async act(page) {
      await page.route('**/assets/workbench-*.js', (route) => route.abort())
      await page.reload()
    },
    shows: 'The editor could not be loaded',
    expected: /ERR_FAILED/,
  },
]
