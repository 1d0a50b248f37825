/** A name of the API as words: `SDK_LOADED` is "Sdk loaded", `business: disconnected` "Business disconnected", `expiresAt` "Expires at". */
export function humanise(name: string) {
  const words = name.replaceAll(/[_:\s]+|\B(?=[A-Z][a-z])/g, ' ').toLowerCase()
  return words.charAt(0).toUpperCase() + words.slice(1)
}
