import type { Tone } from '@/components/tag'
import type { Endpoint } from './endpoint-fragment'

/** How an endpoint does: why it is disabled, or whether it takes what it is sent. */
export type EndpointState = NonNullable<Endpoint['disabledReason']> | 'ENABLED' | 'TROUBLED'

export function stateOf({ disabledReason, lastSuccessAt, lastFailureAt }: Endpoint): EndpointState {
  if (disabledReason) {
    return disabledReason
  }
  const failedLast = lastFailureAt !== null && (lastSuccessAt === null || lastFailureAt > lastSuccessAt)
  return failedLast ? 'TROUBLED' : 'ENABLED'
}

/** Each state in words, with the colour that repeats them. */
export const endpointStateWords: Record<EndpointState, { label: string; tone: Tone; sentence: string }> = {
  ENABLED: { label: 'Enabled', tone: 'ok', sentence: 'It is told of what happens within seconds.' },
  TROUBLED: {
    label: 'In trouble',
    tone: 'warn',
    sentence: 'It did not take what it was sent last. What waits is tried again by itself, for three days.',
  },
  BY_HAND: { label: 'Disabled', tone: 'off', sentence: 'Somebody disabled it. Events wait.' },
  GONE: {
    label: 'Disabled',
    tone: 'bad',
    sentence: 'It answered 410 Gone: it wants nothing any more. Events wait.',
  },
  FAILING: {
    label: 'Disabled',
    tone: 'bad',
    sentence: 'An event was tried for three days, and all that time it took none. Events wait.',
  },
}
