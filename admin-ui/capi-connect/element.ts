import { beginAttempt } from './attempt'
import type { CapiConnectElement as Declared, CapiConnectState } from './capi-connect'
import { noToken, trouble, type Standing } from './outcome'
import { makeParts } from './parts'
import { makeStyle } from './style'
import { wordsIn, type Saying } from './words'

/** Where the script `/embed.js` was loaded from; undefined for a page that has the element in its own bundle. */
const scriptOrigin = findScriptOrigin()

/** There is no such class where pages are rendered on a server, which import this all the same. */
const Base = (globalThis.HTMLElement ?? Object) as typeof HTMLElement

type Public = Omit<Declared, keyof HTMLElement>

/** `<capi-connect>`: the button, the window that it opens, and what comes of that. */
export class CapiConnectElement extends Base implements Public {
  static readonly observedAttributes = ['disabled', 'label', 'language', 'token']

  #getToken: Declared['getToken'] = null
  #token: string | null = null
  #saying: Saying | null = null
  /** What the API says besides, in its own language. */
  #remark = ''
  #attempt: { popup: Window; abort: AbortController } | null = null
  readonly #parts = makeParts()

  constructor() {
    super()
    const { box, button, way } = this.#parts
    const root = this.attachShadow({ mode: 'open', delegatesFocus: true })
    root.adoptedStyleSheets = [makeStyle()]
    root.append(box)
    button.addEventListener('click', () => this.#press())
    way.addEventListener('click', () => void this.#goInTab())
  }

  get baseUrl() {
    return this.getAttribute('base-url')
  }
  set baseUrl(value) {
    this.#reflect('base-url', value)
  }

  get disabled() {
    return this.hasAttribute('disabled')
  }
  set disabled(value) {
    this.toggleAttribute('disabled', value)
  }

  get getToken() {
    return this.#getToken
  }
  set getToken(value) {
    this.#getToken = value
  }

  get label() {
    return this.getAttribute('label')
  }
  set label(value) {
    this.#reflect('label', value)
  }

  get language() {
    return this.getAttribute('language')
  }
  set language(value) {
    this.#reflect('language', value)
  }

  get state() {
    return (this.getAttribute('state') ?? 'idle') as CapiConnectState
  }

  /** Out of the markup, unless it came from there. */
  get token() {
    return this.#token
  }
  set token(value) {
    this.#token = value
  }

  connectedCallback() {
    properties.forEach((name) => this.#takeOver(name))
    this.#render()
  }

  disconnectedCallback() {
    // What is moved within the page is connected again before this.
    queueMicrotask(() => this.isConnected || this.#attempt?.abort.abort())
  }

  attributeChangedCallback(name: string, _before: string | null, value: string | null) {
    if (name === 'token') {
      this.#token = value
    } else {
      this.#render()
    }
  }

  /** What a page has set before this script came lies on the element itself, where it hides the property. */
  #takeOver(name: (typeof properties)[number]) {
    if (Object.hasOwn(this, name)) {
      const set = { [name]: this[name] }
      Reflect.deleteProperty(this, name)
      Object.assign(this, set)
    }
  }

  #reflect(name: string, value: string | null) {
    if (value === null) {
      this.removeAttribute(name)
    } else {
      this.setAttribute(name, value)
    }
  }

  #render() {
    const [language, words] = wordsIn(this.#tag || navigator.language)
    const { box, button, label, status, way } = this.#parts
    box.lang = language
    button.disabled = this.disabled
    label.textContent = this.label || words.button
    status.textContent = this.#saying ? [words[this.#saying], this.#remark].filter(Boolean).join(' ') : ''
    way.textContent = words.inTab
    way.hidden = this.state !== 'blocked'
  }

  /** The language of the page, as far as it says one. */
  get #tag() {
    return this.language || this.closest<HTMLElement>('[lang]')?.lang
  }

  /** Has the Connect page speak as this one does. */
  get #query() {
    return this.#tag ? `?language=${encodeURIComponent(this.#tag)}` : ''
  }

  /** Within the click, or the browser blocks the window. */
  #press() {
    const origin = this.#origin()
    if (!origin) {
      this.#show(noBaseUrl)
      return
    }
    const running = this.#attempt
    if (running && !running.abort.signal.aborted && !running.popup.closed) {
      running.popup.focus()
      return
    }
    running?.abort.abort()
    const popup = window.open(`${origin}/connect/embedded${this.#query}`, '_blank', windowFeatures())
    if (!popup) {
      this.#attempt = null
      this.#show({ type: 'blocked', detail: null })
      return
    }
    const abort = new AbortController()
    this.#attempt = { popup, abort }
    this.#set('waiting', 'waiting')
    beginAttempt({ popup, origin, token: this.#findToken(), signal: abort.signal, onStanding: (standing) => this.#show(standing) })
  }

  /** Without a window: as with an invitation's link, the token rides in the fragment, which is sent to nobody. */
  async #goInTab() {
    const token = await this.#findToken().catch(() => null)
    if (token) {
      window.location.assign(`${this.#origin()}/connect${this.#query}#${token}`)
    } else {
      this.#show(noToken)
    }
  }

  #show(standing: Exclude<Standing, { type: 'under way' }> | { type: 'blocked'; detail: null }) {
    if (standing.type === 'elsewhere') {
      this.#set('waiting', 'elsewhere')
      return
    }
    const { type, detail } = standing
    this.#set(type, type, type === 'problem' ? detail.message : '')
    this.dispatchEvent(new CustomEvent(type, { bubbles: true, composed: true, detail }))
  }

  #set(state: CapiConnectState, saying: Saying, remark = '') {
    this.#saying = saying
    this.#remark = remark
    this.setAttribute('state', state)
    this.#render()
  }

  async #findToken() {
    const token = this.#getToken ? await this.#getToken() : this.#token
    if (!token) {
      throw new Error('no onboarding token')
    }
    return token
  }

  #origin() {
    if (this.baseUrl === null) {
      return scriptOrigin
    }
    return URL.canParse(this.baseUrl) ? new URL(this.baseUrl).origin : undefined
  }
}

const properties = ['baseUrl', 'disabled', 'getToken', 'label', 'language', 'token'] as const

const noBaseUrl = trouble('NO_BASE_URL', 'The page does not say where CAPI Connect is: base-url is missing, or no address.')

/** In the middle of the screen, in the size of the Connect page. */
function windowFeatures() {
  const [width, height] = [Math.min(760, screen.availWidth), Math.min(860, screen.availHeight)]
  const left = Math.round((screen.availWidth - width) / 2)
  const top = Math.round((screen.availHeight - height) / 2)
  return `popup,width=${width},height=${height},left=${left},top=${top}`
}

function findScriptOrigin() {
  const script = globalThis.document?.currentScript
  return script instanceof HTMLScriptElement && script.src ? new URL(script.src).origin : undefined
}
