import { screen, waitFor, within } from '@testing-library/react'
import { graphql, HttpResponse } from 'msw'
import { expect, test } from 'vitest'
import { makeApiKey, minutesAgo } from '@/test/factories'
import { failed } from '@/test/failed'
import { renderAdmin } from '@/test/render-admin'
import { server } from '@/test/server'

const findTable = () => screen.findByRole('table', { name: 'API keys' })

test('keys are listed, with what they may do in words', async () => {
  renderAdmin('/api-keys', {
    apiKeys: [
      makeApiKey(1, { scopes: ['BUSINESSES_READ', 'ADMIN'], formerUntil: minutesAgo(-3 * 60) }),
      makeApiKey(2, { state: 'REVOKED', revokedAt: minutesAgo(65), lastUsedAt: null }),
    ],
  })

  const [, first, second] = within(await findTable()).getAllByRole('row')
  expect(first).toHaveTextContent('Program 1Secret ends with a1Bc')
  expect(first).toHaveTextContent('WorksThe former secret ends in 3 hoursRead businessesEverything7 minutes ago')
  expect(second).toHaveTextContent('RevokedRead businessesNever1 hour ago')
  expect(within(second as HTMLElement).queryByRole('button', { name: /Rotate|Revoke/ })).not.toBeInTheDocument()
})

test('without a key the page offers the first, whose secret is shown once', async () => {
  const { installation, user } = renderAdmin('/api-keys')

  expect(await screen.findByText('No API key yet')).toBeVisible()
  await user.click(screen.getByRole('button', { name: 'Create the first key' }))
  const dialog = await screen.findByRole('dialog', { name: 'Create a key' })
  await user.type(within(dialog).getByLabelText('Name'), ' Backend ')
  await user.click(within(dialog).getByRole('button', { name: 'Create' }))
  expect(await within(dialog).findByText('An API key has at least one scope.')).toBeVisible()

  await user.click(within(dialog).getByRole('checkbox', { name: 'Onboard' }))
  await user.click(within(dialog).getByRole('checkbox', { name: 'Read businesses' }))
  await user.selectOptions(within(dialog).getByLabelText('It works for'), '30 days')
  await user.click(within(dialog).getByRole('button', { name: 'Create' }))

  const shown = await screen.findByRole('dialog', { name: 'The key’s secret' })
  expect(within(shown).getByLabelText('Secret')).toHaveValue('capi_once')
  expect(within(shown).getByLabelText('Secret')).toHaveFocus()
  expect(shown).toHaveTextContent('Authorization: Bearer $KEY')
  await user.keyboard('{Escape}')
  await user.click(within(shown).getByRole('button', { name: 'Copy secret' }))
  expect(await navigator.clipboard.readText()).toBe('capi_once')
  expect(installation.operations.findLast(({ name }) => name === 'CreateApiKey')?.variables).toEqual({
    input: { name: 'Backend', scopes: ['BUSINESSES_READ', 'ONBOARDINGS_WRITE'], expiresInDays: 30 },
  })

  await user.click(within(shown).getByRole('button', { name: 'I have kept it' }))
  await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument())
  expect(await findTable()).toHaveTextContent('Backend')
  expect(document.body.innerHTML).not.toContain('capi_once')
})

test('a key is rotated, and its new secret shown once', async () => {
  const { installation, user } = renderAdmin('/api-keys', { apiKeys: [makeApiKey(1)] })

  await user.click(await screen.findByRole('button', { name: 'Rotate Program 1' }))
  const dialog = await screen.findByRole('dialog', { name: 'Rotate the key' })
  await user.selectOptions(within(dialog).getByLabelText('The present secret works on for'), '7 days')
  await user.click(within(dialog).getByRole('button', { name: 'Rotate' }))

  const shown = await screen.findByRole('dialog', { name: 'The key’s new secret' })
  expect(within(shown).getByLabelText('Secret')).toHaveValue('capi_another')
  await user.click(within(shown).getByRole('button', { name: 'I have kept it' }))
  expect(await screen.findByText(/The former secret ends/)).toHaveTextContent('in 7 days')
  expect(installation.operations.find(({ name }) => name === 'RotateApiKey')?.variables).toEqual({
    input: { apiKeyId: makeApiKey(1).id, overlapDays: 7, expiresInDays: 90 },
  })
  await waitFor(() => expect(document.body.innerHTML).not.toContain('capi_another'))
})

test('a key is revoked after the page has said what that does', async () => {
  const { user } = renderAdmin('/api-keys', { apiKeys: [makeApiKey(1)] })

  await user.click(await screen.findByRole('button', { name: 'Revoke Program 1' }))
  const dialog = await screen.findByRole('dialog', { name: 'Revoke Program 1?' })
  expect(dialog).toHaveTextContent('is refused from this moment on')
  expect(within(dialog).getByRole('button', { name: 'Cancel' })).toHaveFocus()
  await user.click(within(dialog).getByRole('button', { name: 'Revoke' }))

  expect(await screen.findByText('The key works no more.')).toBeVisible()
  await waitFor(() => expect(screen.queryByRole('button', { name: 'Revoke Program 1' })).not.toBeInTheDocument())
  expect(screen.getByRole('main')).toHaveFocus()
})

test('a refusal is told in the dialog', async () => {
  const { user } = renderAdmin('/api-keys', { apiKeys: [makeApiKey(1)] })
  server.use(
    graphql.mutation('RevokeApiKey', () =>
      HttpResponse.json({ data: { revokeApiKey: { apiKey: null, userErrors: [{ message: 'This API key works no more.' }] } } }),
    ),
  )

  await user.click(await screen.findByRole('button', { name: 'Revoke Program 1' }))
  const dialog = await screen.findByRole('dialog')
  await user.click(within(dialog).getByRole('button', { name: 'Revoke' }))
  expect(await within(dialog).findByRole('alert')).toHaveTextContent('This API key works no more.')
})

test('the list shows one state, in the URL', async () => {
  const { history, user } = renderAdmin('/api-keys?state=REVOKED', { apiKeys: [makeApiKey(1)] })

  expect(await screen.findByText('No key is in this state')).toBeVisible()
  await user.selectOptions(screen.getByLabelText('State'), 'Works')
  expect(await findTable()).toHaveTextContent('Program 1')
  expect(history.location.search).toBe('?state=ACTIVE')
})

test('a failure is told, and can be retried', async () => {
  const { user } = renderAdmin('/api-keys', { apiKeys: [makeApiKey(1)] })
  server.use(graphql.query('ApiKeys', () => failed('Being maintained.', { code: 'UNAVAILABLE' }), { once: true }))

  expect(await screen.findByText('Being maintained.')).toBeVisible()
  await user.click(screen.getByRole('button', { name: 'Try again' }))
  expect(await findTable()).toHaveTextContent('Program 1')
})

test('others than administrators do not see it', async () => {
  renderAdmin('/api-keys', { viewer: { email: 'eve@example.com', role: 'VIEWER' }, apiKeys: [makeApiKey(1)] })

  expect(await screen.findByText('Your role is Viewer')).toBeVisible()
  expect(screen.queryByText('Program 1')).not.toBeInTheDocument()
})
