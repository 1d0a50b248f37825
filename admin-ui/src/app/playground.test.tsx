import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { StrictMode } from 'react'
import { expect, test, vi } from 'vitest'
import type { Workbench } from '@/features/playground/workbench'
import { makeBusiness, makeOnboarding } from '@/test/factories'
import { makeHandlers } from '@/test/handlers'
import { makeClient, makeInstallation, type Installation } from '@/test/installation'
import { server } from '@/test/server'
import { isDocument } from './documents'
import { StaffPlayground } from './staff-playground'

type Props = Parameters<typeof Workbench>[0]

const { opened } = vi.hoisted(() => ({ opened: [] as unknown[] }))

// Monaco needs a browser; e2e/playground.e2e.ts has one.
vi.mock('@/features/playground/workbench', () => ({
  Workbench: (props: Props) => {
    opened.push(props)
    return <p>The editor</p>
  },
}))

async function renderPlayground(fields: Partial<Installation> = {}) {
  server.use(...makeHandlers(makeInstallation(fields)))
  render(
    <StrictMode>
      <StaffPlayground />
    </StrictMode>,
  )
  expect(await screen.findByText('The editor')).toBeVisible()
  return { user: userEvent.setup(), props: opened.at(-1) as Props }
}

const readOnly = () => screen.getByRole('switch', { name: 'Read-only' })

test('read-only is on at first, and says what it does', async () => {
  const { props } = await renderPlayground()

  expect(screen.getByRole('heading', { level: 1, name: 'Playground' })).toBeVisible()
  expect(readOnly()).toBeChecked()
  expect(screen.getByText('Read-only is on. Operations that change something are not sent.')).toBeVisible()
  expect(props.readOnly.isOn()).toBe(true)
})

test('read-only can be switched off, with a warning, and on again', async () => {
  const { user, props } = await renderPlayground()

  await user.click(readOnly())
  expect(screen.getByText('Read-only is off. What you run changes real data, here and at Meta.')).toBeVisible()
  expect(props.readOnly.isOn()).toBe(false)

  readOnly().focus()
  await user.keyboard(' ')
  expect(props.readOnly.isOn()).toBe(true)
})

test('beside the sandbox nothing at Meta is in danger', async () => {
  const { user, props } = await renderPlayground({ sdkUrl: 'http://127.0.0.1:8082/en_US/sdk.js' })

  await user.click(readOnly())

  expect(screen.getByText(/here and in the sandbox/)).toBeVisible()
  expect(props.sandbox).toBe('http://127.0.0.1:8082')
})

test.each([
  ['OPERATOR', /Operators may read, onboard, sync, check and disconnect/],
  ['ADMIN', /Administrators may .* forget and erase/],
] as const)('%s reads what the role may do', async (role, words) => {
  await renderPlayground({ viewer: { email: 'ada@example.com', role } })

  expect(screen.getByText(words)).toHaveTextContent('Signed in as ada@example.com')
  expect(readOnly()).toBeEnabled()
})

test('a viewer cannot switch read-only off', async () => {
  const { user, props } = await renderPlayground({ viewer: { email: 'eve@example.com', role: 'VIEWER' } })

  expect(screen.getByText(/Viewers may read, and change nothing/)).toBeVisible()
  expect(readOnly()).toBeDisabled()
  await user.click(readOnly())

  expect(props.readOnly.isOn()).toBe(true)
})

test('the operations get ids that exist', async () => {
  const business = makeBusiness(1)
  const { props } = await renderPlayground({ clients: [makeClient(business, { onboardings: [makeOnboarding(4)] })] })

  expect(props.examples).toEqual({ businessId: business.id, onboardingId: makeOnboarding(4).id })
})

test('without anything to look at there are no ids', async () => {
  const { props } = await renderPlayground()

  expect(props.examples).toEqual({ businessId: '', onboardingId: '' })
})

test('the navigation shows where one is', async () => {
  await renderPlayground()

  expect(screen.getByRole('link', { name: 'Playground' })).toHaveAttribute('aria-current', 'page')
  expect(screen.getByRole('link', { name: 'Connect' })).not.toHaveAttribute('aria-current')
  expect(screen.getByRole('link', { name: 'Overview' })).toHaveAttribute('href', '/admin/')
  expect(screen.getByRole('link', { name: 'Businesses' })).toHaveAttribute('href', '/admin/businesses')
})

test.each([
  ['/admin/playground', true],
  ['/admin/connect?x=1', true],
  ['/admin/playgrounds', false],
  ['/admin/businesses', false],
])('after signing in, %s is a document of its own: %s', (path, own) => {
  expect(isDocument(path)).toBe(own)
})
