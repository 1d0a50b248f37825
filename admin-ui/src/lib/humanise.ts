/** A name of the API as words: `SDK_LOADED` is "Sdk loaded", `business: disconnected` is "Business disconnected". */
export function humanise(name: string) {
  const words = name.replaceAll(/[_:\s]+/g, ' ').toLowerCase()
  return words.charAt(0).toUpperCase() + words.slice(1)
}
