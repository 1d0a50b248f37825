let page: string | undefined
let trace = ''

/**
 * The header that makes a request part of a trace: all that is asked from one page is one, so that an onboarding can be
 * followed from here to Meta. The last part says that nothing is recorded here; whether the program records anything is
 * for it to say. https://www.w3.org/TR/trace-context/
 */
export function traceparent() {
  if (page !== window.location.pathname) {
    page = window.location.pathname
    trace = randomHex(16)
  }
  return `00-${trace}-${randomHex(8)}-00`
}

function randomHex(bytes: number) {
  return Array.from(crypto.getRandomValues(new Uint8Array(bytes)), (byte) => byte.toString(16).padStart(2, '0')).join('')
}
