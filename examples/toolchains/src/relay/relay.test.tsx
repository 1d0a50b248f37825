// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen, within } from '@testing-library/react'
import { Suspense } from 'react'
import { RelayEnvironmentProvider } from 'react-relay'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { businessesDocument, businessFields, updateBusinessDocument } from '../operations'
import { unmask } from '../graphql'
import { ask } from '../typed-fetch'
import { Businesses } from './businesses'
import { createEnvironment } from './environment'

beforeEach(() => {
  render(
    <RelayEnvironmentProvider environment={createEnvironment()}>
      <Suspense fallback="Loading">
        <Businesses />
      </Suspense>
    </RelayEnvironmentProvider>,
  )
})

afterEach(cleanup)

test('a list is loaded page by page: @connection on the root', async () => {
  const { businesses } = await ask(businessesDocument, {
    first: 100,
    orderBy: { field: 'NAME', direction: 'ASC' },
  })
  for (let shown = 2; shown < businesses.totalCount; shown += 2) {
    await screen.findByText(`${shown} of ${businesses.totalCount} businesses`)
    fireEvent.click(screen.getByRole('button', { name: 'More businesses' }))
  }
  await screen.findByText(`${businesses.totalCount} of ${businesses.totalCount} businesses`)
  const names = businesses.edges.map(({ node }) => unmask(businessFields, node).name)
  expect(screen.getAllByRole('region').map((region) => region.getAttribute('aria-label'))).toEqual(names)
})

test('a list of a business is loaded page by page: @connection below node(id)', async () => {
  const agency = await screen.findByRole('region', { name: 'Brightside Media Agency' })
  expect(within(agency).getByText('2 of 3 datasets')).toBeDefined()
  fireEvent.click(within(agency).getByRole('button', { name: 'More datasets' }))
  await within(agency).findByText('3 of 3 datasets')
  expect(new Set(within(agency).getAllByRole('listitem').map((item) => item.textContent)).size).toBe(3)
})

test('a business is asked for again: @refetchable by node(id)', async () => {
  const agency = await screen.findByRole('region', { name: 'Brightside Media Agency' })
  const label = `relay-${Date.now()}`
  const { businesses } = await ask(businessesDocument, { first: 1, filter: { search: 'Brightside' } })
  const businessId = businesses.edges[0]?.node.id ?? ''
  await ask(updateBusinessDocument, { input: { businessId, externalId: 'agency-7', labels: [label], oneDataset: false } })

  fireEvent.click(within(agency).getByRole('button', { name: 'Ask again' }))
  await screen.findByText(`CONNECTED ${label}`)
})
