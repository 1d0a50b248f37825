import type { CombinedError } from '@urql/core'
import { hasCode, isUnauthenticated } from '@/lib/errors'
import type { Words } from './words/words'

/** Why a client's link leads no further. */
export type End = keyof Words['ends']

/** What the server says of a link that works no more to whoever holds it. */
export interface DeadLink {
  reason?: string
  supportCode?: string
  returnUrl?: string
  language?: string
}

/** What a refused request says of the link that it was made with; null when the refusal has other reasons. */
export function deadLinkOf(error: CombinedError): DeadLink | null {
  if (isUnauthenticated(error)) {
    return (error.graphQLErrors[0]?.extensions ?? {}) as DeadLink
  }
  return hasCode(error, 'FORBIDDEN') ? { reason: 'ORIGIN' } : null
}

/** The end that is told of in `words`. */
export function endOf(reason: string | undefined, words: Words): End {
  return reason !== undefined && Object.hasOwn(words.ends, reason) ? (reason as End) : 'UNKNOWN'
}
