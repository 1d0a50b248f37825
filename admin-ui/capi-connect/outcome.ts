import type { News } from '@/lib/partner-protocol'

/** Where an onboarding stands: something came of it, work or the way to Meta and back goes on, or it is left alone. */
export type Standing = News | { type: 'under way' } | { type: 'elsewhere' } | { type: 'cancelled'; detail: { supportCode: string } }

const query = '{ onboarding { id status supportCode problem { code message } business { id } steps { kind } } }'

interface Onboarding {
  id: string
  status: string
  supportCode: string
  problem: { code: string; message: string } | null
  business: { id: string } | null
  steps: { kind: string }[]
}

interface Answer {
  data?: { onboarding: Onboarding | null }
  errors?: { message: string; extensions?: { code?: string } }[]
}

/** Asks the API at `origin` what became of the token's onboarding. Rejects when nobody answers. */
export async function askOutcome(origin: string, token: string, signal: AbortSignal): Promise<Standing> {
  const response = await fetch(`${origin}/graphql`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
    credentials: 'omit',
    referrerPolicy: 'no-referrer',
    signal,
  })
  const { data, errors } = (await response.json()) as Answer
  const onboarding = data?.onboarding
  return onboarding ? standingOf(onboarding) : trouble(errors?.[0]?.extensions?.code, errors?.[0]?.message)
}

function standingOf({ id, status, supportCode, problem, business, steps }: Onboarding): Standing {
  if (status === 'COMPLETED' && business) {
    return { type: 'connected', detail: { onboardingId: id, businessId: business.id, supportCode } }
  }
  if (status === 'EXCHANGING' || status === 'IDENTIFYING' || status === 'SYNCING') {
    return { type: 'under way' }
  }
  if (problem) {
    return trouble(problem.code, problem.message, supportCode)
  }
  // A window that has gone to Meta and back is no longer ours to see: it may be open, and may be closed.
  return steps.some(({ kind }) => kind === 'REDIRECTED')
    ? { type: 'elsewhere' }
    : { type: 'cancelled', detail: { supportCode } }
}

/** No news of a connection, and why. */
export function trouble(
  code = 'NO_ANSWER',
  message = 'What came of the login is not known: CAPI Connect does not answer.',
  supportCode = '',
): News {
  return { type: 'problem', detail: { code, message, supportCode } }
}

export const noToken = trouble('NO_TOKEN', 'The page has no onboarding token.')
