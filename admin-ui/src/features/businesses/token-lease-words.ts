import type { Tone } from '@/components/tag'
import type { graphql } from '@/lib/graphql'

export type TokenLeaseState = ReturnType<typeof graphql.scalar<'TokenLeaseState'>>
export type TokenLeaseEnd = ReturnType<typeof graphql.scalar<'TokenLeaseEnd'>>

/** Each state in words, with the colour that repeats them. */
export const leaseStateWords: Record<TokenLeaseState, { label: string; tone: Tone }> = {
  REQUESTED: { label: 'Meta is being asked', tone: 'wait' },
  ACTIVE: { label: 'Active', tone: 'ok' },
  ENDED: { label: 'Ended', tone: 'off' },
  FAILED: { label: 'Not given', tone: 'bad' },
}

/** Why a lease is over, for people. */
export const leaseEndWords: Record<TokenLeaseEnd, string> = {
  NOT_GRANTED: 'No token was handed out',
  REQUESTED: 'Ended on request',
  CONNECTION_ENDED: 'Ended with the connection',
  FOUND_INVALID: 'Meta says that it is invalid',
  EXPIRED: 'Its time was over',
}
