import { useRouteContext, useRouter, useSearch } from '@tanstack/react-router'
import { useCallback } from 'react'
import { SignInPage } from '@/features/session/sign-in-page'
import { isDocument } from '@/app/documents'
import { returnPath } from './return-path'

/** Signs in, then goes on to where the visitor wanted to be. */
export function SignInRoute() {
  const router = useRouter()
  const { linkToken, renewSession } = useRouteContext({ from: '__root__' })
  const search = useSearch({ from: '/sign-in' })

  const goOn = useCallback(() => {
    const path = returnPath(search.return)
    if (isDocument(path)) {
      window.location.assign(path)
      return
    }
    renewSession()
    router.history.replace(path)
  }, [router, renewSession, search.return])

  return (
    <SignInPage
      linkToken={linkToken}
      onSignedIn={goOn}
      refused={search.refused}
      returnPath={returnPath(search.return)}
    />
  )
}
