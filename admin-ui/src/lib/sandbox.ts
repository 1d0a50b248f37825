/** The sandbox's origin; undefined where Meta itself serves the SDK. */
export function sandboxAt(sdkUrl: string) {
  const { hostname, origin } = new URL(sdkUrl)
  return hostname.endsWith('.facebook.net') ? undefined : origin
}
