/**
 * What a partner's page and the Connect page in the window that it has opened say to each other by `postMessage`. Either side
 * reads only what it knows, into objects of its own: nothing else of a message, which anybody can send, goes any further.
 */
const protocol = 'capi-connect/1'

/** A connected business. */
export interface Connected {
  onboardingId: string
  businessId: string
  supportCode: string
}

/** Why there is none. */
export interface Trouble {
  code: string
  message: string
  /** Empty when no onboarding is known. */
  supportCode: string
}

/** What came of an onboarding. */
export type News = { type: 'connected'; detail: Connected } | { type: 'problem'; detail: Trouble }

/** What the window says: that it waits for the token, or what came of it. */
export type WindowMessage = { type: 'ready' } | News

/** Tells that the window waits. It does not know yet to whom, so it says no more. */
export const ready = { protocol, type: 'ready' }

export const tokenMessage = (token: string) => ({ protocol, type: 'token', token })

export const newsMessage = ({ type, detail }: News) => ({ protocol, type, ...detail })

/** An onboarding token, or null for any other message. */
export function readToken(data: unknown) {
  const message = open(data)
  return message?.('type', 10) === 'token' ? message('token', 100) || null : null
}

export function readWindowMessage(data: unknown): WindowMessage | null {
  const message = open(data)
  if (!message) {
    return null
  }
  const supportCode = message('supportCode', 20)
  switch (message('type', 10)) {
    case 'ready':
      return { type: 'ready' }
    case 'connected':
      return {
        type: 'connected',
        detail: { onboardingId: message('onboardingId', 50), businessId: message('businessId', 50), supportCode },
      }
    case 'problem':
      return { type: 'problem', detail: { code: message('code', 50), message: message('message', 1000), supportCode } }
    default:
      return null
  }
}

/** Hands out texts of a message of ours by their names, up to a length; what is no such text is empty. */
function open(data: unknown) {
  if (typeof data !== 'object' || data === null || field(data, 'protocol') !== protocol) {
    return null
  }
  return (name: string, limit: number) => {
    const value = field(data, name)
    return typeof value === 'string' && value.length <= limit ? value : ''
  }
}

const field = (data: object, name: string): unknown => Object.getOwnPropertyDescriptor(data, name)?.value
