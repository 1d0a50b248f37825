/** What the SDK is loaded and initialised with; fields of LoginConfiguration. */
export interface SdkSettings {
  appId: string
  graphVersion: string
  sdkUrl: string
}

const patience = 15_000

/**
 * Loads Meta's JavaScript SDK and initialises it; rejects when it is blocked or does not come in time. Once it is
 * there, later calls resolve at once.
 * Source: https://developers.facebook.com/docs/javascript/reference/FB.init
 */
export function loadFacebookSdk(settings: SdkSettings) {
  loading ??= load(settings).catch((error: unknown) => {
    loading = undefined
    throw error
  })
  return loading
}

let loading: Promise<void> | undefined

function load({ appId, graphVersion, sdkUrl }: SdkSettings) {
  return new Promise<void>((resolve, reject) => {
    const script = document.createElement('script')
    const fail = (reason: string) => {
      clearTimeout(timer)
      script.remove()
      reject(new Error(reason))
    }
    const timer = setTimeout(() => fail('The SDK did not come in time.'), patience)

    // The SDK calls this as soon as it has loaded, so it must be there before the script is.
    window.fbAsyncInit = () => {
      clearTimeout(timer)
      FB.init({ appId, version: graphVersion, cookie: false, localStorage: false, status: false, xfbml: false })
      resolve()
    }
    script.src = sdkUrl
    script.async = true
    script.defer = true
    script.crossOrigin = 'anonymous'
    script.onerror = () => fail('The SDK could not be loaded.')
    document.head.append(script)
  })
}
