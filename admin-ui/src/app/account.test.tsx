import { screen, waitFor, within } from '@testing-library/react'
import { http, HttpResponse } from 'msw'
import { expect, test } from 'vitest'
import { recoveryCodes } from '@/test/account-handlers'
import { renderAdmin } from '@/test/render-admin'
import { minutesAgo } from '@/test/factories'
import { server } from '@/test/server'

const on = (recoveryCodesLeft = 10) => ({
  hasPassword: true,
  secondFactor: { since: minutesAgo(3 * 24 * 60), recoveryCodesLeft },
})

type User = ReturnType<typeof renderAdmin>['user']

async function enterPassword(user: User) {
  await user.type(await screen.findByLabelText('E-mail'), 'ada@example.com')
  await user.type(screen.getByLabelText('Password'), 'correct horse battery')
  await user.click(screen.getByRole('button', { name: 'Sign in' }))
}

test('whoever has a second factor is asked for a code after the password', async () => {
  const { history, user } = renderAdmin('/businesses?q=shop', { viewer: null, account: on() })

  await enterPassword(user)
  const code = await screen.findByLabelText('Code')
  expect(code).toHaveFocus()
  expect(code).toHaveAttribute('autocomplete', 'one-time-code')
  expect(code).toHaveAttribute('inputmode', 'numeric')
  expect(history.location.pathname).toBe('/admin/sign-in')

  await user.keyboard('{Enter}')
  expect(screen.getByText('Enter a code')).toBeVisible()
  await user.paste('000000')
  await user.keyboard('{Enter}')
  expect(await screen.findByRole('alert')).toHaveTextContent('This code is wrong or was used already.')
  expect(code).toHaveValue('')
  expect(code).toHaveFocus()

  await user.paste('123456')
  await user.keyboard('{Enter}')
  expect(await screen.findByRole('heading', { name: 'Businesses' })).toBeVisible()
  expect(history.location.href).toBe('/admin/businesses?q=shop')
})

test('a recovery code signs in without the phone', async () => {
  const { user } = renderAdmin('/sign-in', { viewer: null, account: on() })

  await enterPassword(user)
  await user.click(await screen.findByRole('button', { name: 'Use a recovery code' }))
  const code = screen.getByLabelText('Recovery code')
  expect(code).toHaveFocus()
  expect(code).toHaveAttribute('autocomplete', 'off')
  await user.paste(recoveryCodes[0] ?? '')
  await user.click(screen.getByRole('button', { name: 'Sign in' }))

  expect(await screen.findByRole('heading', { name: 'Overview' })).toBeVisible()
})

test('starting over leads back to the password, which is gone', async () => {
  const { user } = renderAdmin('/sign-in', { viewer: null, account: on() })

  await enterPassword(user)
  await user.click(await screen.findByRole('button', { name: 'Start over' }))

  expect(screen.getByLabelText('E-mail')).toHaveValue('ada@example.com')
  expect(screen.getByLabelText('Password')).toHaveValue('')
})

test('a one-time link asks for the code, too, and is sent once more with it', async () => {
  const { installation, user } = renderAdmin('/sign-in', { viewer: null, linkToken: 'fresh for two', account: on() })

  await user.type(await screen.findByLabelText('Code'), '123456{Enter}')

  expect(await screen.findByRole('heading', { name: 'Overview' })).toBeVisible()
  expect(installation.operations.filter(({ name }) => name === 'link')).toHaveLength(2)
})

test('a second factor is set up with a code, and its recovery codes are shown once', async () => {
  const { user } = renderAdmin('/businesses')
  await user.click(await screen.findByRole('button', { name: /Account/ }))
  await user.click(await screen.findByRole('menuitem', { name: 'Account' }))

  await user.click(await screen.findByRole('button', { name: 'Set up' }))
  const dialog = await screen.findByRole('dialog', { name: 'Set up a second factor' })
  expect(within(dialog).getByRole('img', { name: 'QR code for your authenticator app' })).toBeVisible()
  expect(dialog).toHaveTextContent('JBSW Y3DP EHPK 3PXP')
  await user.click(within(dialog).getByRole('button', { name: 'Copy secret JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP' }))
  expect(await navigator.clipboard.readText()).toBe('JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP')
  expect(within(dialog).queryByRole('button', { name: 'Use a recovery code' })).not.toBeInTheDocument()
  await user.type(within(dialog).getByLabelText('Code'), '000000{Enter}')
  expect(await within(dialog).findByRole('alert')).toHaveTextContent('This code is wrong')
  await user.type(within(dialog).getByLabelText('Code'), '123456{Enter}')

  const codes = await screen.findByRole('dialog', { name: 'Keep your recovery codes' })
  expect(within(codes).getAllByRole('listitem').map(({ textContent }) => textContent)).toEqual(recoveryCodes)
  await user.click(within(codes).getByRole('button', { name: 'Copy' }))
  expect(await navigator.clipboard.readText()).toBe(recoveryCodes.join('\n'))
  const file = within(codes).getByRole('link', { name: 'Download' })
  expect(file).toHaveAttribute('download', 'capi-connect-recovery-codes.txt')
  expect(decodeURIComponent(file.getAttribute('href') ?? '')).toContain(recoveryCodes.join('\r\n'))
  await user.keyboard('{Escape}')
  expect(codes).toBeVisible()

  await user.click(within(codes).getByRole('button', { name: 'I have kept them' }))
  const panel = screen.getByRole('region', { name: 'Second factor' })
  await waitFor(() => expect(panel).toHaveTextContent('Recovery codes left10'))
  await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument())
  expect(screen.queryByText(recoveryCodes[0] ?? '')).not.toBeInTheDocument()
})

test('an old sign-in is confirmed before a second factor is set up', async () => {
  const { user } = renderAdmin('/account', { isRecent: false })

  await user.click(await screen.findByRole('button', { name: 'Set up' }))
  const question = await screen.findByRole('dialog', { name: 'Confirm that it is you' })
  await user.type(await within(question).findByLabelText('Password'), 'correct horse battery{Enter}')

  expect(await screen.findByRole('dialog', { name: 'Set up a second factor' })).toBeVisible()
})

test('few recovery codes are told, and new ones cost a code', async () => {
  const { user } = renderAdmin('/account', { account: on(2) })

  expect(await screen.findByText(/^Few recovery codes are left/)).toBeVisible()
  await user.click(screen.getByRole('button', { name: 'New recovery codes' }))
  const dialog = await screen.findByRole('dialog', { name: 'Make new recovery codes?' })
  await user.type(within(dialog).getByLabelText('Code'), '123456')
  await user.click(within(dialog).getByRole('button', { name: 'Make new codes' }))

  const codes = await screen.findByRole('dialog', { name: 'Keep your recovery codes' })
  expect(within(codes).getAllByRole('listitem')).toHaveLength(10)
  await user.click(within(codes).getByRole('button', { name: 'I have kept them' }))
  await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument())
})

test('turning the second factor off costs a code', async () => {
  const { user } = renderAdmin('/account', { account: on() })

  await user.click(await screen.findByRole('button', { name: 'Turn off' }))
  const dialog = await screen.findByRole('dialog', { name: 'Turn the second factor off?' })
  await user.type(within(dialog).getByLabelText('Code'), '999999{Enter}')
  expect(await within(dialog).findByRole('alert')).toHaveTextContent('This code is wrong')
  await user.type(within(dialog).getByLabelText('Code'), '123456{Enter}')

  expect(await screen.findByText('Your second factor is off')).toBeVisible()
})

test('an account that cannot be read says so and can be read again', async () => {
  const { user } = renderAdmin('/account', { account: on() })
  server.use(
    http.get('*/auth/account', () => HttpResponse.json({ code: 'UNAVAILABLE', message: 'Soon.' }, { status: 503 })),
  )

  expect(await screen.findByRole('alert')).toHaveTextContent('Soon.')
  server.use(http.get('*/auth/account', () => HttpResponse.json(on())))
  await user.click(screen.getByRole('button', { name: 'Try again' }))

  expect(await screen.findByRole('button', { name: 'Turn off' })).toBeVisible()
})

test('an account that is signed out leads to the sign-in page, and back', async () => {
  const { history, user } = renderAdmin('/account')
  server.use(
    http.get('*/auth/account', () =>
      HttpResponse.json({ code: 'UNAUTHENTICATED', message: 'You are signed out.' }, { status: 401 }),
    ),
  )

  await user.click(await screen.findByRole('button', { name: 'Sign in' }))

  expect(await screen.findByRole('heading', { name: 'Sign in' })).toBeVisible()
  expect(history.location.search).toBe('?return=%2Fadmin%2Faccount')
})
