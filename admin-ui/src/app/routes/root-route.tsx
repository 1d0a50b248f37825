import { Outlet, useRouter } from '@tanstack/react-router'
import { useEffect } from 'react'

/** Around every screen: moves the focus into the page when another one opens, as loading a document would. */
export function RootRoute() {
  const router = useRouter()
  useEffect(
    () =>
      router.subscribe('onResolved', ({ fromLocation, pathChanged }) => {
        if (fromLocation && pathChanged) {
          document.getElementById('main')?.focus({ preventScroll: true })
        }
      }),
    [router],
  )
  return <Outlet />
}
