import type { Problem } from '@/lib/problem'

/** Where a problem meets the client: in place of a connection, with a try left, or beside one, with the link spent. */
type Occasion = 'failed' | 'connected'

/** The problem with an action for the client that reads it; the API's own speaks to staff. */
export function forClient(problem: Problem, occasion: Occasion): Problem {
  return { ...problem, action: sentence(problem, occasion) }
}

/** For a client whose business brought no dataset. */
export const noDatasets =
  'Ask the platform that invited you for a new link, then connect again and pick at least one dataset.'

function sentence({ code, actor }: Problem, occasion: Occasion) {
  if (code === 'NO_DATASETS' && occasion === 'connected') {
    return noDatasets
  }
  if (code === 'NO_DATASETS') {
    return 'Try again and pick at least one dataset, or ask the platform that invited you.'
  }
  if (code === 'TWO_FACTOR_REQUIRED' && occasion === 'failed') {
    return 'Switch two-factor authentication on at Meta for your business, then try again.'
  }
  return sentences[occasion][actor]
}

const platform = 'Tell the platform that invited you, and quote the support code.'

const sentences: Record<Occasion, Record<Problem['actor'], string>> = {
  failed: {
    CLIENT: 'Try again and grant all that Meta asks for, or ask the platform that invited you.',
    PARTNER: platform,
    META: 'Nothing is wrong on your side. Wait a few minutes, then try again.',
    NOBODY: 'Wait a few minutes, then try again.',
  },
  connected: {
    CLIENT: 'Ask the platform that invited you for a new link, then connect again and grant all that Meta asks for.',
    PARTNER: platform,
    META: 'You need not do anything: it is tried again by itself. You can close this window.',
    NOBODY: 'You need not do anything: it mends itself. You can close this window.',
  },
}
