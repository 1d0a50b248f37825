import { createHmac, timingSafeEqual } from 'node:crypto'

const tolerance = 5 * 60

/**
 * The event of a signed webhook (https://www.standardwebhooks.com): `body` is the text as it came. Throws when it is forged, or
 * so old that somebody may be repeating it. While a secret is being changed there are two signatures.
 */
export function readWebhook(secret, headers, body) {
  const { 'webhook-id': id, 'webhook-timestamp': at, 'webhook-signature': signatures = '' } = headers
  if (!(Math.abs(Date.now() / 1000 - Number(at)) <= tolerance)) throw new Error('The webhook is too old or has no time.')
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
  const right = createHmac('sha256', key).update(`${id}.${at}.${body}`).digest()
  const isRight = (text) => {
    const given = Buffer.from(text, 'base64')
    return given.length === right.length && timingSafeEqual(given, right)
  }
  if (!signatures.split(' ').some((one) => one.startsWith('v1,') && isRight(one.slice(3)))) {
    throw new Error('The webhook is not signed with our secret.')
  }
  return JSON.parse(body)
}
