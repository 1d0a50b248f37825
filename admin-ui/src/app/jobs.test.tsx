import { screen, waitFor, within } from '@testing-library/react'
import { graphql, HttpResponse } from 'msw'
import { expect, test } from 'vitest'
import { makeBusiness, makeJob, makeProblem, minutesAgo } from '@/test/factories'
import { failed } from '@/test/failed'
import { makeClient } from '@/test/installation'
import { renderAdmin } from '@/test/render-admin'
import { server } from '@/test/server'

const clients = [makeClient(makeBusiness(1, { problem: makeProblem({ message: 'Meta could not be reached.' }) }))]
const jobs = () => [
  makeJob(1),
  makeJob(2, { kind: 'revoke', queue: 'onboarding', cancelObstacle: 'It ends a connection.' }),
  makeJob(3, {
    kind: 'chain',
    state: 'FAILED',
    tries: 25,
    endedAt: minutesAgo(9),
    lastError: 'adding to the chain: no room',
  }),
  makeJob(4, { kind: 'tend', state: 'COMPLETED', endedAt: minutesAgo(1) }),
  makeJob(5, { kind: 'brand_new', state: 'PLANNED', tries: 0 }),
]

const findRows = async () =>
  within(await screen.findByRole('table', { name: 'Jobs' }))
    .getAllByRole('row')
    .slice(1)

test('lists what is not done, with what it is about and what keeps it', async () => {
  renderAdmin('/jobs', { clients, jobs: jobs() })

  const [check, , chain, brandNew, ...others] = await findRows()
  expect(others).toEqual([])
  expect(check).toHaveTextContent('Check a connection')
  expect(check).toHaveTextContent('Business 1Meta could not be reached.')
  expect(check).toHaveTextContent('To be retried')
  expect(check).toHaveTextContent('Next try in 4 minutes')
  expect(chain).toHaveTextContent('Seal the audit')
  expect(chain).toHaveTextContent('The installation')
  expect(chain).toHaveTextContent('adding to the chain: no room')
  expect(brandNew).toHaveTextContent('Brand new')
  expect(brandNew).toHaveTextContent('First try')
  expect(document.title).toBe('Jobs · CAPI Connect')
})

test('the states are counted, and a press shows the jobs of one', async () => {
  const { history, user } = renderAdmin('/jobs', { clients, jobs: jobs() })
  await findRows()

  const counts = screen.getByRole('list', { name: 'Jobs by state' })
  const retrying = within(counts).getByRole('button', { name: /To be retried/ })
  expect(retrying).toHaveTextContent('2To be retriedonboarding 1 · upkeep 1')
  await user.click(within(counts).getByRole('button', { name: /Done/ }))
  await waitFor(async () => expect(await findRows()).toHaveLength(1))
  expect(history.location.search).toBe('?state=COMPLETED')

  await user.click(within(counts).getByRole('button', { name: /Done/, pressed: true }))
  await waitFor(async () => expect(await findRows()).toHaveLength(4))
})

test('kinds filter, from the URL and into it', async () => {
  const { history, user } = renderAdmin('/jobs?kind=chain', { clients, jobs: jobs() })
  expect(await findRows()).toHaveLength(1)

  await user.click(screen.getByRole('button', { name: 'Seal the audit' }))
  await user.click(await screen.findByRole('menuitemcheckbox', { name: 'Check a connection' }))

  await waitFor(async () => expect(await findRows()).toHaveLength(2))
  expect(history.location.search).toBe('?kind=chain&kind=check')
})

test('a job that waits can have its turn now', async () => {
  const { installation, user } = renderAdmin('/jobs', { clients, jobs: [makeJob(1)] })

  await user.click(await screen.findByRole('button', { name: 'Retry now: Check a connection' }))

  expect(await screen.findByText('On its way')).toBeVisible()
  await waitFor(async () => expect((await findRows())[0]).toHaveTextContent('Waiting for a worker'))
  expect(installation.operations.find(({ name }) => name === 'RetryJob')?.variables).toEqual({
    input: { jobId: makeJob(1).id },
  })
})

test('a refusal says why', async () => {
  const { user } = renderAdmin('/jobs', { clients, jobs: [makeJob(1)] })
  server.use(
    graphql.mutation('RetryJob', () =>
      HttpResponse.json({ data: { retryJob: { job: null, userErrors: [{ message: 'It is being done.' }] } } }),
    ),
  )

  await user.click(await screen.findByRole('button', { name: /Retry now/ }))
  expect(await screen.findByText('It is being done.')).toBeVisible()
})

test('cancelling says what will not happen, and asks first', async () => {
  const { installation, user } = renderAdmin('/jobs', { clients, jobs: [makeJob(1)] })

  await user.click(await screen.findByRole('button', { name: 'Cancel: Check a connection' }))
  const dialog = await screen.findByRole('dialog', { name: 'Cancel “Check a connection”?' })
  expect(dialog).toHaveTextContent('found out with the next daily check')
  expect(dialog).toHaveTextContent('Nothing is done at Meta')
  expect(installation.jobs[0]?.state).toBe('RETRYING')
  await user.click(within(dialog).getByRole('button', { name: 'Cancel the job' }))

  await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument())
  await waitFor(async () => expect((await findRows())[0]).toHaveTextContent('Cancelled'))
})

test('a job that must not be cancelled says why, and offers nothing else', async () => {
  const { user } = renderAdmin('/jobs?kind=revoke', { clients, jobs: jobs() })

  await user.click(await screen.findByRole('button', { name: 'Cancel: End a connection' }))

  const dialog = await screen.findByRole('dialog', { name: 'This job must not be cancelled' })
  expect(dialog).toHaveTextContent('It ends a connection.')
  expect(within(dialog).queryByRole('button', { name: 'Cancel the job' })).not.toBeInTheDocument()
})

test('a viewer sees the jobs and can do nothing with them', async () => {
  renderAdmin('/jobs', { viewer: { email: 'eve@example.com', role: 'VIEWER' }, clients, jobs: jobs() })

  expect(await findRows()).toHaveLength(4)
  expect(screen.queryByRole('columnheader', { name: 'Action' })).not.toBeInTheDocument()
  expect(screen.queryByRole('button', { name: /^(Retry now|Cancel):/ })).not.toBeInTheDocument()
})

test('when everything is done it says so', async () => {
  renderAdmin('/jobs', { jobs: [makeJob(4, { state: 'COMPLETED' })] })

  expect(await screen.findByText('Everything is done')).toBeVisible()
})

test('a failure is told and can be retried', async () => {
  const { user } = renderAdmin('/jobs', { clients, jobs: jobs() })
  server.use(graphql.query('Jobs', () => failed('Being maintained.', { code: 'UNAVAILABLE' }), { once: true }))

  expect(await screen.findByText('Being maintained.')).toBeVisible()
  await user.click(screen.getByRole('button', { name: 'Try again' }))
  expect(await findRows()).toHaveLength(4)
})
