import { screen } from '@testing-library/react'
import { graphql } from 'msw'
import { afterEach, expect, test, vi } from 'vitest'
import { languages, type LanguageCode } from '@/features/connect/languages'
import { makeOnboarding } from '@/test/factories'
import { failed } from '@/test/failed'
import { renderConnect } from '@/test/render-connect'
import { server } from '@/test/server'

afterEach(() => {
  vi.restoreAllMocks()
  window.sessionStorage.clear()
  document.documentElement.lang = 'en'
})

const codes = Object.keys(languages) as LanguageCode[]
const open = (language: string | null) =>
  makeOnboarding(1, { status: 'OPEN', completedAt: null, language: language as never, booking: true })

test.each(codes)('an onboarding in %s is spoken to in it, whatever the browser’s language', async (code) => {
  vi.spyOn(navigator, 'languages', 'get').mockReturnValue([code === 'fr' ? 'de' : 'fr'])
  const words = await languages[code].load()
  const sdkUrl = 'http://localhost/en_US/sdk.js'
  const connect = await renderConnect({ viewer: null, sdkUrl, own: open(code.toUpperCase()) }, 'onb_secret')

  expect(await screen.findByRole('heading', { level: 1, name: words.title })).toBeVisible()
  expect(await screen.findByRole('heading', { name: words.invitation.title })).toBeVisible()
  expect(screen.getByText(words.booking.title)).toBeVisible()
  expect(screen.getByRole('button', { name: words.invitation.connect })).toBeVisible()
  expect(screen.getByText(words.briefing.pick)).toBeVisible()
  expect(document.documentElement.lang).toBe(code)
  expect(document.title).toBe(`${words.title} · CAPI Connect`)
  expect(screen.getByRole('combobox', { name: words.language })).toHaveValue(code)

  await connect.load()
  expect(connect.scripts()[0]?.src, 'Facebook speaks it, too').toContain(`/${languages[code].locale}/`)
})

test.each(codes)('a dead link says in %s why, and what to do', async (code) => {
  const words = await languages[code].load()
  await renderConnect({ viewer: null }, 'onb_secret')
  server.use(
    graphql.query('Connect', () =>
      failed('No.', { code: 'UNAUTHENTICATED', reason: 'ONBOARDING_EXPIRED', language: code.toUpperCase(), supportCode: 'K7QM-2XR1', returnUrl: 'https://shop.example/' }, 401),
    ),
  )

  expect(await screen.findByRole('heading', { name: words.ends.ONBOARDING_EXPIRED.title })).toBeVisible()
  expect(screen.getByText(words.ends.ONBOARDING_EXPIRED.text)).toBeVisible()
  expect(screen.getByRole('link', { name: words.back })).toHaveAttribute('href', 'https://shop.example/')
  expect(document.documentElement.lang).toBe(code)
})

test('without a wish the browser’s language is spoken', async () => {
  vi.spyOn(navigator, 'languages', 'get').mockReturnValue(['sv-SE', 'es-MX', 'en'])
  await renderConnect({ viewer: null, own: open(null) }, 'onb_secret')

  expect(await screen.findByRole('heading', { level: 1 })).toHaveTextContent((await languages.es.load()).title)
})

test('what the reader chooses outweighs what was wished for, for as long as the tab is open', async () => {
  const { user } = await renderConnect({ viewer: null, own: open('DE') }, 'onb_secret')
  const { title } = await languages.ja.load()

  await user.selectOptions(await screen.findByRole('combobox', { name: 'Sprache' }), '日本語')
  expect(await screen.findByRole('heading', { level: 1, name: title })).toBeVisible()

  expect(document.documentElement.lang).toBe('ja')
  expect(window.sessionStorage.getItem('connect-language')).toBe('ja')
})
