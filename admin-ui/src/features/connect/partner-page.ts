import { graphql } from '@/lib/graphql'
import { createGraphQLClient } from '@/lib/client'
import { newsMessage, readToken, ready, type News } from '@/lib/partner-protocol'
import { keepToken } from '@/lib/token'
import { deadLinkOf, type DeadLink } from './ends'

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

/** What is known of a page that has handed over a token: it may, the onboarding is for another one, nobody could be asked, or the token is dead. */
export type Answered = { step: 'met'; page: PartnerPage } | { step: 'foreign' } | { step: 'unasked' } | { step: 'dead'; link: DeadLink }

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
export async function meetPartner(opener: Window, token: string, origin: string): Promise<Answered> {
  const client = createGraphQLClient({ bearer: token, onUnauthenticated: () => undefined })
  const { data, error } = await client.query(partnerPageQuery, {}).toPromise()
  if (error) {
    const link = deadLinkOf(error)
    return link ? { step: 'dead', link } : { step: 'unasked' }
  }
  if (!data?.onboarding?.allowedOrigin || data.onboarding.allowedOrigin !== origin) {
    return { step: 'foreign' }
  }
  keepToken(token) // for the way to Meta in this window, from which one comes back to /connect
  return { step: 'met', page: { token, tell: (news) => opener.postMessage(newsMessage(news), origin) } }
}
