import { screen, within } from '@testing-library/react'
import { graphql, HttpResponse } from 'msw'
import { expect, test } from 'vitest'
import { makeBusiness, makeDataset, makeOnboarding, makeProblem } from '@/test/factories'
import { failed } from '@/test/failed'
import { makeClient } from '@/test/installation'
import { renderConnect } from '@/test/render-connect'
import { server } from '@/test/server'

/** A client's page whose business is connected, and to have one dataset: it has shared `owned` of its own, and one of an agency. */
async function openChoice(owned = 2) {
  const problem = makeProblem({ code: 'SEVERAL_DATASETS', actor: 'CLIENT' })
  const client = makeClient(makeBusiness(1, { name: 'Alpine Outdoor', problem }), {
    owned: Array.from({ length: owned }, (_, n) => makeDataset(n + 1, { name: `Shop ${n + 1}` })),
    shared: [makeDataset(99, { name: 'Agency' })],
  })
  const completion = { onboarding: makeOnboarding(1), client, userErrors: [] }
  const own = makeOnboarding(1)
  const connect = await renderConnect({ viewer: null, clients: [client], completion, own }, 'onb_secret')
  const sent = () => connect.installation.operations.filter(({ name }) => name === 'ChooseOwnDataset')
  return { ...connect, client, sent }
}

const options = () => screen.findByRole('group', { name: 'Which dataset is to count?' })
const submit = () => screen.getByRole('button', { name: 'Use this dataset' })
const refuse = () =>
  graphql.mutation('ChooseOwnDataset', () =>
    HttpResponse.json({ data: { chooseDataset: { business: null, userErrors: [{ code: 'INVALID_INPUT' }] } } }),
  )

test('a client that has shared several datasets says which one counts, once', async () => {
  const { client, sent, user } = await openChoice()
  const choices = within(await options()).getAllByRole('radio')
  expect(choices.map((radio) => radio.closest('label')?.textContent)).toEqual(
    [...client.owned, ...client.shared].map(({ name, metaId }) => `${name}${metaId}`),
  )
  expect(submit(), 'nothing is chosen for the client').toBeDisabled()
  expect(screen.queryByText(/You can solve this/), 'the choice stands in the place of the problem').not.toBeInTheDocument()

  await user.click(screen.getByRole('radio', { name: /Shop 2/ }))
  await user.click(submit())

  expect(await screen.findByText(/is used\.$/)).toHaveTextContent('Shop 2 is used.')
  expect(screen.queryByRole('radio')).not.toBeInTheDocument()
  const [, second] = client.owned
  expect(sent().map(({ variables }) => variables)).toEqual([
    { input: { businessId: client.business.id, datasetId: second?.id } },
  ])
})

test('a choice that is refused, or does not get through, is told and can be made again', async () => {
  const { user } = await openChoice()
  await options()
  server.use(refuse())
  await user.click(screen.getByRole('radio', { name: /Agency/ }))
  await user.click(submit())
  expect(await screen.findByRole('alert')).toHaveTextContent('The choice was not saved.')

  server.use(graphql.mutation('ChooseOwnDataset', () => HttpResponse.error()))
  await user.click(submit())
  expect(await screen.findByRole('alert')).toHaveTextContent('The choice was not saved.')
  expect(screen.getByRole('radio', { name: /Agency/ }), 'what was picked').toBeChecked()

  server.resetHandlers()
  expect(submit()).toBeEnabled()
})

test('what has been chosen in another tab meanwhile is shown, since a client chooses once', async () => {
  const { client, user } = await openChoice()
  await options()
  client.chosen = client.owned[0] ?? null
  server.use(refuse())

  await user.click(screen.getByRole('radio', { name: /Shop 2/ }))
  await user.click(submit())

  expect(await screen.findByText(/is used\.$/)).toHaveTextContent('Shop 1 is used.')
  expect(screen.queryByRole('radio')).not.toBeInTheDocument()
})

test('a business with one choice made needs no other', async () => {
  const client = makeClient(makeBusiness(1), { owned: [makeDataset(1), makeDataset(2)], chosen: makeDataset(1) })
  const completion = { onboarding: makeOnboarding(1), client, userErrors: [] }
  await renderConnect({ viewer: null, completion, own: makeOnboarding(1) }, 'onb_secret')

  expect(await screen.findByText(/you can close this window/)).toBeVisible()
  expect(screen.queryByRole('radio')).not.toBeInTheDocument()
})

test('datasets that cannot be read are asked for again', async () => {
  const { user } = await openChoice()
  server.use(graphql.query('DatasetsToChooseFrom', () => failed('Being maintained.', { code: 'UNAVAILABLE' }), { once: true }))

  expect(await screen.findByText('This could not be loaded')).toBeVisible()
  await user.click(screen.getByRole('button', { name: 'Try again' }))

  expect(await options()).toBeVisible()
})

test('who has shared more than can be shown is told so', async () => {
  await openChoice(51)

  expect(within(await options()).getAllByRole('radio')).toHaveLength(51)
  expect(screen.getByText(/^These are the first 51\./)).toBeVisible()
})
