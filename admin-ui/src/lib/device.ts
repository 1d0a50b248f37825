/** Whether this is a phone or a small tablet, going by what the browser says of itself. */
export function isMobile() {
  return /Mobi|Android|iPhone|iPad/.test(navigator.userAgent)
}
