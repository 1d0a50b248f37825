import { CapiConnectElement } from './element'

export { CapiConnectElement }

// A page may load this twice, and a server that renders pages has no elements.
if (globalThis.customElements && !customElements.get('capi-connect')) {
  customElements.define('capi-connect', CapiConnectElement)
}
