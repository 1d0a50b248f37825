import type { Tone } from '@/components/tag'
import type { graphql } from '@/lib/graphql'

type Outcome = ReturnType<typeof graphql.scalar<'RevocationOutcome'>>

/** Each way a disconnection can end, or not have ended, in words. */
export const outcomeWords: Record<Outcome, { label: string; tone: Tone; sentence: string }> = {
  REVOKED: {
    label: 'Revoked',
    tone: 'ok',
    sentence: 'Meta revoked the token and confirmed that it no longer works. No token is stored here any more.',
  },
  ALREADY_INVALID: {
    label: 'Already invalid',
    tone: 'ok',
    sentence: 'Meta said that the token had already stopped working. No token is stored here any more.',
  },
  PENDING: {
    label: 'Not confirmed yet',
    tone: 'wait',
    sentence: 'The token is no longer used here. Meta has not confirmed the revocation yet; it is asked again by itself.',
  },
  REMOVED_HERE_ONLY: {
    label: 'Removed here only',
    tone: 'warn',
    sentence:
      'The token is wiped here, but Meta may still list the app. Somebody with rights in the business can remove it under Connected apps.',
  },
}
