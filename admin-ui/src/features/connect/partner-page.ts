import { graphql } from '@/lib/graphql'
import { createGraphQLClient } from '@/lib/client'
import { isUnauthenticated } from '@/lib/errors'
import { newsMessage, readToken, ready, type News } from '@/lib/partner-protocol'
import { keepToken } from '@/lib/token'

const partnerPageQuery = graphql(`
  query PartnerPage {
    onboarding {
      allowedOrigin
    }
  }
`)

/** The page that has opened this window, once it has proved that it may. */
export interface PartnerPage {
  /** The onboarding token that it has handed over. */
  token: string
  /** Tells it what came of the onboarding; nobody hears it once another page stands in its place. */
  tell: (news: News) => void
}

/** Why a page is none: the onboarding is for another one, the token is dead, or nobody could be asked about it. */
export type Refusal = 'foreign' | 'dead' | 'unasked'

/**
 * Asks the page that has opened this window for its onboarding token, and hands over the first one. Only the browser says
 * whose message it is: a frame or another window than the opener does not count, and `origin` cannot be forged.
 */
export function askPartner(opener: Window, onToken: (token: string, origin: string) => void) {
  function hear({ data, origin, source }: MessageEvent) {
    const token = source === opener ? readToken(data) : null
    if (token) {
      stop()
      onToken(token, origin)
    }
  }
  const stop = () => window.removeEventListener('message', hear)
  window.addEventListener('message', hear)
  opener.postMessage(ready, '*')
  return stop
}

/**
 * Lets a page in of which the server says that the onboarding is for it. Whoever has stolen a token has it from elsewhere, and
 * what this window asks the server comes from our own origin, so nobody but this window can notice.
 */
export async function meetPartner(opener: Window, token: string, origin: string): Promise<PartnerPage | Refusal> {
  const client = createGraphQLClient({ bearer: token, onUnauthenticated: () => undefined })
  const { data, error } = await client.query(partnerPageQuery, {}).toPromise()
  if (error) {
    return isUnauthenticated(error) ? 'dead' : 'unasked'
  }
  if (!data?.onboarding?.allowedOrigin || data.onboarding.allowedOrigin !== origin) {
    return 'foreign'
  }
  keepToken(token) // for the way to Meta in this window, from which one comes back to /connect
  return { token, tell: (news) => opener.postMessage(newsMessage(news), origin) }
}
