import { expect, test } from 'vitest'
import { unmask } from './graphql'
import { businessesDocument, businessFields, updateBusinessDocument } from './operations'
import { ask } from './typed-fetch'

test('a typed document says what its answer is, fragments included', async () => {
  const { businesses } = await ask(businessesDocument, { first: 1, filter: { search: 'Harbour' } })
  expect(businesses.totalCount).toBe(1)
  const [edge] = businesses.edges
  expect(unmask(businessFields, edge?.node)).toMatchObject({ name: 'Harbour & Pine Coffee', status: 'CONNECTED' })
})

test('what the caller can mend is data, and typed too', async () => {
  const input = { businessId: '00000000-0000-0000-0000-000000000000', labels: [], oneDataset: false }
  const { updateBusiness } = await ask(updateBusinessDocument, { input })
  expect(updateBusiness.userErrors).toMatchObject([{ code: 'NOT_FOUND' }])
})

test('everything else is an error with a code', async () => {
  await expect(ask(businessesDocument, { first: 101 })).rejects.toThrow(/^INVALID_INPUT: /)
})
