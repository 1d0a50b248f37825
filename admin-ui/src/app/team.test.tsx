import { screen, waitFor, within } from '@testing-library/react'
import { graphql, HttpResponse } from 'msw'
import { expect, test } from 'vitest'
import { makeUser, minutesAgo } from '@/test/factories'
import { failed } from '@/test/failed'
import { renderAdmin } from '@/test/render-admin'
import { server } from '@/test/server'

const ada = () => makeUser(1, { email: 'ada@example.com', role: 'ADMIN' })
const bob = (fields = {}) => makeUser(2, { email: 'bob@example.com', ...fields })
const link = 'https://capi.example.com/admin/sign-in#link=link_once'

const findTable = () => screen.findByRole('table', { name: 'Team' })
const at = (member: { id: string }) => `/team/${member.id}`

test('the team is listed, with what each may do and signs in with', async () => {
  const invited = makeUser(3, {
    email: 'eve@example.com',
    role: 'VIEWER',
    state: 'INVITED',
    lastSignedInAt: null,
    hasPassword: false,
    linkExpiresAt: minutesAgo(-40),
    openSessions: 0,
  })
  const both = bob({ secondFactorSince: minutesAgo(60), singleSignOnSince: minutesAgo(60), openSessions: 2 })
  renderAdmin('/team', { users: [ada(), both, invited] })

  const [, first, second, third] = within(await findTable()).getAllByRole('row')
  expect(first).toHaveTextContent('ada@example.comYouAdministratorActivePassword1 hour ago1')
  expect(second).toHaveTextContent('bob@example.comOperatorActivePassword and code, single sign-on2 hours ago2')
  expect(third).toHaveTextContent('eve@example.comViewerInvitedLink ends in 40 minutesOne-time linkNever0')
})

test('somebody is invited with a link that is shown once', async () => {
  const { installation, user } = renderAdmin('/team', { users: [ada()] })

  await user.click(await screen.findByRole('button', { name: 'Invite somebody' }))
  const dialog = await screen.findByRole('dialog', { name: 'Invite somebody' })
  await user.type(within(dialog).getByLabelText('E-mail'), 'eve@example.com')
  await user.click(within(dialog).getByRole('radio', { name: 'Operator' }))
  await user.click(within(dialog).getByRole('button', { name: 'Invite' }))

  const shown = await screen.findByRole('dialog', { name: 'Their way in' })
  expect(within(shown).getByLabelText('One-time link')).toHaveValue(link)
  expect(within(shown).getByLabelText('One-time link')).toHaveFocus()
  await user.keyboard('{Escape}')
  expect(shown).toBeVisible()
  await user.click(within(shown).getByRole('button', { name: 'Copy link' }))
  expect(await navigator.clipboard.readText()).toBe(link)
  expect(installation.operations.find(({ name }) => name === 'InviteUser')?.variables).toEqual({
    input: { email: 'eve@example.com', role: 'OPERATOR' },
  })

  await user.click(within(shown).getByRole('button', { name: 'I have kept it' }))
  await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument())
  expect(await findTable()).toHaveTextContent('eve@example.com')
  expect(document.body.innerHTML).not.toContain('link_once')
})

test('a refused invitation says why beside the field', async () => {
  const { user } = renderAdmin('/team', { users: [ada(), bob()] })

  await user.click(await screen.findByRole('button', { name: 'Invite somebody' }))
  const dialog = await screen.findByRole('dialog')
  await user.type(within(dialog).getByLabelText('E-mail'), 'bob@example.com{Enter}')

  await waitFor(() =>
    expect(within(dialog).getByLabelText('E-mail')).toHaveAccessibleDescription(/has this e-mail address already/),
  )
})

test('an old session is asked for a proof before somebody is invited', async () => {
  const { user } = renderAdmin('/team', { users: [ada()], isRecent: false })

  await user.click(await screen.findByRole('button', { name: 'Invite somebody' }))
  const dialog = await screen.findByRole('dialog', { name: 'Invite somebody' })
  await user.type(within(dialog).getByLabelText('E-mail'), 'eve@example.com{Enter}')
  const question = await screen.findByRole('dialog', { name: 'Confirm that it is you' })
  await user.type(within(question).getByLabelText('Password'), 'correct horse battery{Enter}')

  expect(await screen.findByLabelText('One-time link')).toHaveValue(link)
})

test('the list shows one state, in the URL', async () => {
  const { history, user } = renderAdmin('/team', { users: [ada(), bob({ state: 'DISABLED' })] })

  await user.selectOptions(await screen.findByLabelText('State'), 'Disabled')
  await waitFor(async () => expect(within(await findTable()).getAllByRole('row')).toHaveLength(2))
  expect(history.location.search).toBe('?state=DISABLED')

  await user.selectOptions(screen.getByLabelText('State'), 'Invited')
  expect(await screen.findByText('Nobody is in this state')).toBeVisible()
  await user.click(screen.getByRole('button', { name: 'Show all' }))
  await waitFor(async () => expect(within(await findTable()).getAllByRole('row')).toHaveLength(3))
})

test('a failure is told, and can be retried', async () => {
  const { user } = renderAdmin('/team', { users: [ada()] })
  server.use(graphql.query('Team', () => failed('Being maintained.', { code: 'UNAVAILABLE' }), { once: true }))

  expect(await screen.findByText('Being maintained.')).toBeVisible()
  await user.click(screen.getByRole('button', { name: 'Try again' }))
  expect(await findTable()).toHaveTextContent('ada@example.com')
})

test('others than administrators see neither the pages nor the way there', async () => {
  const { installation } = renderAdmin('/team', { viewer: { email: 'eve@example.com', role: 'OPERATOR' }, users: [ada()] })

  expect(await screen.findByText('Your role is Operator')).toBeVisible()
  expect(screen.queryByRole('link', { name: 'Team' })).not.toBeInTheDocument()
  expect(screen.queryByRole('link', { name: 'API keys' })).not.toBeInTheDocument()
  expect(installation.operations.map(({ name }) => name)).not.toContain('Team')
})

test('a member gets another role', async () => {
  const { installation, user } = renderAdmin(at(bob()), { users: [ada(), bob()] })

  await user.click(await screen.findByRole('button', { name: 'Change role' }))
  const dialog = await screen.findByRole('dialog', { name: 'Change role' })
  expect(within(dialog).getByRole('button', { name: 'Change role' })).toBeDisabled()
  await user.click(within(dialog).getByRole('radio', { name: 'Viewer' }))
  await user.click(within(dialog).getByRole('button', { name: 'Change role' }))

  expect(await screen.findByText('The role is Viewer from now on.')).toBeVisible()
  expect(await screen.findByRole('heading', { name: 'Viewer' })).toBeVisible()
  expect(installation.users[1]?.role).toBe('VIEWER')
})

test('a member is disabled, and enabled again with a link', async () => {
  const { user } = renderAdmin(at(bob()), { users: [ada(), bob()] })

  await user.click(await screen.findByRole('button', { name: 'Disable' }))
  const dialog = await screen.findByRole('dialog', { name: 'Keep them out?' })
  expect(dialog).toHaveTextContent('They are signed out everywhere at once')
  await user.click(within(dialog).getByRole('button', { name: 'Disable' }))
  expect(await screen.findByText('They are disabled.')).toBeVisible()
  expect(screen.getByRole('main')).toHaveFocus()

  await user.click(await screen.findByRole('button', { name: 'Enable' }))
  await user.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Enable' }))
  const shown = await screen.findByRole('dialog', { name: 'Their way in' })
  expect(within(shown).getByLabelText('One-time link')).toHaveValue(link)
  await user.click(within(shown).getByRole('button', { name: 'I have kept it' }))
  await waitFor(() => expect(screen.queryByRole('button', { name: 'Enable' })).not.toBeInTheDocument())
  expect(document.body.innerHTML).not.toContain('link_once')
})

test('only what applies to a member can be done', async () => {
  const { user } = renderAdmin(at(bob()), {
    users: [ada(), bob({ secondFactorSince: minutesAgo(5), openSessions: 0 })],
  })

  await user.click(await screen.findByRole('button', { name: 'Remove second factor' }))
  expect(screen.queryByRole('button', { name: 'Sign out everywhere' })).not.toBeInTheDocument()
  expect(screen.queryByRole('button', { name: 'Unlink single sign-on' })).not.toBeInTheDocument()
  expect(screen.queryByRole('button', { name: 'Enable' })).not.toBeInTheDocument()
  const dialog = await screen.findByRole('dialog')
  await user.click(within(dialog).getByRole('button', { name: 'Remove second factor' }))
  expect(await screen.findByText('The second factor is removed.')).toBeVisible()
  await waitFor(() =>
    expect(screen.queryByRole('button', { name: 'Remove second factor' })).not.toBeInTheDocument(),
  )
})

test('a refusal is told in the dialog', async () => {
  const { user } = renderAdmin(at(bob()), { users: [ada(), bob()] })
  server.use(
    graphql.mutation('DisableUser', () =>
      HttpResponse.json({ data: { act: { user: null, userErrors: [{ message: 'This is the last administrator.' }] } } }),
    ),
  )

  await user.click(await screen.findByRole('button', { name: 'Disable' }))
  const dialog = await screen.findByRole('dialog')
  await user.click(within(dialog).getByRole('button', { name: 'Disable' }))
  expect(await within(dialog).findByRole('alert')).toHaveTextContent('This is the last administrator.')
})

test('nobody is shown how to do anything to themselves', async () => {
  renderAdmin(at(ada()), { users: [ada()] })

  expect(await screen.findByRole('heading', { name: 'This is you' })).toBeVisible()
  expect(screen.queryByRole('button', { name: 'Disable' })).not.toBeInTheDocument()
  expect(screen.getByRole('link', { name: 'account page' })).toHaveAttribute('href', '/admin/account')
})

test('a member that there is not is not found', async () => {
  renderAdmin(at(bob()), { users: [ada()] })

  expect(await screen.findByRole('heading', { name: 'Not found' })).toBeVisible()
})
