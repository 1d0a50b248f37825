import type { ResultOf } from '@graphql-typed-document-node/core'
import { print } from 'graphql'
import { createClient } from 'graphql-sse'
import { expect, test } from 'vitest'
import { unmask } from './graphql'
import { installation } from './installation'
import {
  businessFields,
  completeOnboardingDocument,
  createOnboardingDocument,
  onboardingUpdatedDocument,
} from './operations'
import { approve } from './sandbox'
import { ask } from './typed-fetch'

const sonnenblume = '610029384756102'

test('graphql-sse follows an onboarding to its business', async () => {
  const { createOnboarding } = await ask(createOnboardingDocument, { input: {} })
  const onboardingId = createOnboarding.onboarding?.id ?? ''
  const client = createClient({
    url: `${installation.url}/graphql`,
    headers: { Authorization: `Bearer ${installation.key}` },
  })
  const updates = client.iterate<ResultOf<typeof onboardingUpdatedDocument>>({
    query: print(onboardingUpdatedDocument),
    variables: { id: onboardingId },
  })

  const first = await updates.next()
  expect(first.value.data.onboardingUpdated.status).toBe('OPEN')
  const code = await approve(sonnenblume)
  const { completeOnboarding } = await ask(completeOnboardingDocument, { input: { onboardingId, code } })
  expect(completeOnboarding.userErrors).toEqual([])

  for await (const { data } of updates) {
    if (data?.onboardingUpdated.status === 'COMPLETED') {
      expect(unmask(businessFields, data.onboardingUpdated.business)?.status).toBe('CONNECTED')
      return
    }
  }
  expect.unreachable('the stream ended before the onboarding was completed')
})
