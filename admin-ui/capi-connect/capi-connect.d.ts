/** A connected business. */
export interface ConnectedDetail {
  onboardingId: string
  /** The `id` of the business in CAPI Connect's API. */
  businessId: string
  /** By which client and staff can speak of the same onboarding. */
  supportCode: string
}

/** An onboarding that its client has left, with nothing connected. */
export interface CancelledDetail {
  supportCode: string
}

/** Why nothing was connected, or why nobody knows. */
export interface ProblemDetail {
  /** A code of the API's `ProblemCode`, `UserErrorCode` or errors, or `NO_TOKEN`, `NO_BASE_URL` or `NO_ANSWER`. */
  code: string
  /** For people. */
  message: string
  /** Empty when no onboarding is known. */
  supportCode: string
}

/** What `<capi-connect>` tells, always bubbling and across shadow roots. A client may try again after each but `connected`. */
export interface CapiConnectEvents {
  connected: CustomEvent<ConnectedDetail>
  /** The client closed the window. */
  cancelled: CustomEvent<CancelledDetail>
  /** The browser did not let the window open; the client is offered to go on in the page's own tab. */
  blocked: CustomEvent<null>
  problem: CustomEvent<ProblemDetail>
}

/** Where the button stands; also its attribute `state`. */
export type CapiConnectState = 'idle' | 'waiting' | 'connected' | 'cancelled' | 'blocked' | 'problem'

/** A language that the element speaks; in any other it speaks English. */
export type CapiConnectLanguage = 'en' | 'de' | 'es' | 'fr' | 'pt' | 'ja'

/** `<capi-connect>`. */
export class CapiConnectElement extends HTMLElement {
  /** CAPI Connect's own address, of which only the origin counts; unless given, that of the script `/embed.js`. */
  baseUrl: string | null
  disabled: boolean
  /** Asked for an onboarding token at each press, instead of `token`. */
  getToken: (() => string | Promise<string>) | null
  /** What the button says, in place of the words of the element. */
  label: string | null
  /** The language; unless given, that of the page. */
  language: string | null
  readonly state: CapiConnectState
  /** The onboarding token. Set as a property, it stays out of the page's markup. */
  token: string | null

  addEventListener<K extends keyof CapiConnectEvents>(
    type: K,
    listener: (this: CapiConnectElement, event: CapiConnectEvents[K]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void
  addEventListener<K extends keyof HTMLElementEventMap>(
    type: K,
    listener: (this: CapiConnectElement, event: HTMLElementEventMap[K]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void
}

declare global {
  interface HTMLElementTagNameMap {
    'capi-connect': CapiConnectElement
  }
}
