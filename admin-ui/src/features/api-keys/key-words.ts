import type { Tone } from '@/components/tag'
import type { graphql } from '@/lib/graphql'

export type ApiKeyState = ReturnType<typeof graphql.scalar<'ApiKeyState'>>
export type ApiKeyScope = ReturnType<typeof graphql.scalar<'ApiKeyScope'>>

export const keyStates: readonly ApiKeyState[] = ['ACTIVE', 'EXPIRED', 'REVOKED']

/** Whether a key may be used, in words. */
export const keyStateWords: Record<ApiKeyState, { label: string; tone: Tone }> = {
  ACTIVE: { label: 'Works', tone: 'ok' },
  EXPIRED: { label: 'Expired', tone: 'off' },
  REVOKED: { label: 'Revoked', tone: 'off' },
}

export const scopes: readonly ApiKeyScope[] = [
  'BUSINESSES_READ',
  'ONBOARDINGS_WRITE',
  'CONNECTIONS_REVOKE',
  'CONNECTIONS_FORGET',
  'WEBHOOKS_MANAGE',
  'TOKENS_LEASE',
  'ADMIN',
]

/** What a key may do with each scope. */
export const scopeWords: Record<ApiKeyScope, { label: string; says: string }> = {
  BUSINESSES_READ: { label: 'Read businesses', says: 'Businesses, datasets, onboardings and orphan grants.' },
  ONBOARDINGS_WRITE: {
    label: 'Onboard',
    says: 'Creates and completes onboardings, syncs and checks, and sees the businesses that these answer with.',
  },
  CONNECTIONS_REVOKE: { label: 'Disconnect', says: 'Has Meta revoke the token of any business.' },
  CONNECTIONS_FORGET: {
    label: 'Forget',
    says: 'Ends here, without a proof, what Meta does not confirm.',
  },
  WEBHOOKS_MANAGE: { label: 'Manage webhooks', says: 'Says where events are sent.' },
  TOKENS_LEASE: { label: 'Borrow tokens', says: 'Gets tokens of businesses, to send events with.' },
  ADMIN: {
    label: 'Everything',
    says: 'All of the above, erasing businesses, the team and other API keys. For programs that run this installation.',
  },
}
