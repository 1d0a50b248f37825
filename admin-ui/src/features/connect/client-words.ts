import type { Problem } from '@/lib/problem'
import type { Occasion } from './audience'
import type { Words } from './words/words'

/** Codes that another login settles, and codes that pass. */
const settled = ['CODE_INVALID', 'CODE_EXPIRED', 'CODE_USED', 'EXCHANGE_OUTCOME_UNKNOWN', 'INTERRUPTED']
const passing = ['META_UNAVAILABLE', 'META_ANSWER_INVALID', 'THROTTLED']

/** A problem in words for the client that reads it; the API's own speak to staff, and stand in where the page has none. */
export function forClient({ code, actor, message }: Problem, occasion: Occasion, words: Words) {
  const problems: Record<string, string | undefined> = words.problems
  const actions: Record<string, string | undefined> = words.actions[occasion]
  return { message: problems[code] ?? message, action: actions[code] ?? actions[kindOf(code)] ?? actions[actor] }
}

function kindOf(code: string) {
  if (settled.includes(code)) {
    return 'again'
  }
  return passing.includes(code) ? 'META' : ''
}
