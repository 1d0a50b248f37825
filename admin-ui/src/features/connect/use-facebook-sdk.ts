import { useEffect, useEffectEvent, useState } from 'react'
import { loadFacebookSdk, type SdkSettings } from './facebook-sdk'

export type SdkState = 'loading' | 'ready' | 'blocked'

/** Loads the SDK ahead of the click, since `FB.login` must be called within it; null for a page that does without. */
export function useFacebookSdk(settings: SdkSettings | null, onSettled: (state: SdkState) => void) {
  const [state, setState] = useState<SdkState>('loading')
  const [tries, setTries] = useState(1)
  const settle = useEffectEvent((reached: SdkState) => {
    setState(reached)
    onSettled(reached)
  })
  const { appId, graphVersion, sdkUrl } = settings ?? {}

  useEffect(() => {
    let shown = true
    if (appId && graphVersion && sdkUrl) {
      loadFacebookSdk({ appId, graphVersion, sdkUrl }).then(
        () => shown && settle('ready'),
        () => shown && settle('blocked'),
      )
    }
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
