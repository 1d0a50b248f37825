import { ask } from './sandbox'
import type { Stage } from './stage'

export type Inviter = Awaited<ReturnType<typeof openInviter>>

interface Created {
  createOnboarding: { token: string; onboarding: { id: string; supportCode: string } }
}

interface Found {
  onboarding: { status: string; business: { name: string } | null }
}

/** A member of staff of a demo, who prepares onboardings and sees what came of them. */
export async function openInviter({ demo, newContext }: Stage) {
  const context = await newContext()
  const page = await context.newPage()
  await page.goto(demo.signInUrl)
  await page.getByRole('heading', { name: 'Overview' }).waitFor()
  return {
    context,
    async invite(input: { allowedOrigin?: string; externalId?: string; language?: string } = {}) {
      const query =
        'mutation ($input: CreateOnboardingInput!) { createOnboarding(input: $input) { token onboarding { id supportCode } } }'
      const { createOnboarding } = await ask<Created>(context, demo.url, query, { input })
      return { token: createOnboarding.token, ...createOnboarding.onboarding }
    },
    async find(id: string) {
      const query = 'query ($id: ID!) { onboarding(id: $id) { status business { name } } }'
      return (await ask<Found>(context, demo.url, query, { id })).onboarding
    },
  }
}
