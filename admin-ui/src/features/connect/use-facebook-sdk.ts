import { useEffect, useState } from 'react'
import { loadFacebookSdk, type SdkSettings } from './facebook-sdk'

type SdkState = 'loading' | 'ready' | 'blocked'

/** Loads the SDK ahead of the click, since `FB.login` must be called within it. */
export function useFacebookSdk({ appId, graphVersion, sdkUrl }: SdkSettings) {
  const [state, setState] = useState<SdkState>('loading')
  const [tries, setTries] = useState(1)

  useEffect(() => {
    let shown = true
    loadFacebookSdk({ appId, graphVersion, sdkUrl }).then(
      () => shown && setState('ready'),
      () => shown && setState('blocked'),
    )
    return () => {
      shown = false
    }
  }, [appId, graphVersion, sdkUrl, tries])

  function retry() {
    setState('loading')
    setTries(tries + 1)
  }

  return [state, retry] as const
}
