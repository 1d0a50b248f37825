import type { graphql } from '@/lib/graphql'

export type WebhookEventType = ReturnType<typeof graphql.scalar<'WebhookEventType'>>

/** What has happened when an event of each type is sent, in the API's order. */
export const eventTypeSentences: Record<WebhookEventType, string> = {
  BUSINESS_CONNECTED: 'A client has connected a business, or a connection that was in trouble works again.',
  BUSINESS_DEGRADED: 'The token works, but something is missing or cannot be read.',
  BUSINESS_NEEDS_RECONNECT: 'The token is dead; the client has to press Connect again.',
  BUSINESS_REVOKING: 'The connection is being ended, and Meta has not confirmed that yet.',
  BUSINESS_REVOKE_STUCK: 'Meta does not confirm the end of the connection.',
  BUSINESS_DISCONNECTED: 'The connection has ended.',
  BUSINESS_DATASETS_CHANGED: 'Datasets came, went, or changed between owned and shared.',
  BUSINESS_GRANTS_CHANGED: 'Permissions were gained or lost.',
  ONBOARDING_OPEN: 'An onboarding waits for its client.',
  ONBOARDING_EXCHANGING: 'The client has approved, and the code is being exchanged.',
  ONBOARDING_IDENTIFYING: 'The token is stored; the program finds out whose it is.',
  ONBOARDING_SYNCING: 'The business is known; its datasets are being read.',
  ONBOARDING_COMPLETED: 'The business is connected.',
  ONBOARDING_FAILED: 'The onboarding ended without a connection.',
  ONBOARDING_OUTCOME_UNKNOWN: 'Meta’s answer to the exchange was lost.',
  ONBOARDING_EXPIRED: 'The onboarding’s time ran out.',
  ONBOARDING_CANCELLED: 'Somebody called the onboarding off.',
  WEBHOOK_TEST: 'Somebody tests the endpoint.',
}

export const eventTypes = Object.keys(eventTypeSentences) as WebhookEventType[]

/** Those that an endpoint can be sent, by what they are about. */
export const eventTypeGroups = [
  { name: 'Businesses', types: eventTypes.filter((type) => type.startsWith('BUSINESS_')) },
  { name: 'Onboardings', types: eventTypes.filter((type) => type.startsWith('ONBOARDING_')) },
]

/** A type as the body of a request names it: `business.needs_reconnect`. */
export function nameOfType(type: WebhookEventType) {
  return type.toLowerCase().replace('_', '.')
}
