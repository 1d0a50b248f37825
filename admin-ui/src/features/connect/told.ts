import type { CombinedError } from '@urql/core'
import { describeError } from '@/lib/errors'
import { useAudience } from './audience'

/** Why something was not done: the API's code, where it gave one, and its words. */
export interface Refusal {
  code: string
  message: string
}

/** Why a request failed. */
export function refusalOf(error: CombinedError): Refusal {
  const [answer] = error.graphQLErrors
  return answer
    ? { code: String(answer.extensions.code), message: answer.message }
    : { code: nobody, message: describeError(error).message }
}

/** The code where nobody answered. */
export const nobody = 'nobody'

/** Puts refusals into words: the API's own for staff, for whom they are made, and the page's for clients, as far as it has some. */
export function useTold() {
  const { kind, words } = useAudience()
  const refusals: Record<string, string | undefined> = words.refusals
  const ends: Record<string, { text: string } | undefined> = words.ends
  return ({ code, message }: Refusal) => (kind === 'staff' ? message : (refusals[code] ?? ends[code]?.text ?? message))
}
