import { useEffect, useState } from 'react'
import { readAccount, type Account } from './account'
import type { AuthError } from './auth'

/** The account of whoever is signed in, as soon as it is there, or why it is not. `read` asks anew. */
export function useAccount() {
  const [account, setAccount] = useState<Account | null>(null)
  const [error, setError] = useState<AuthError | null>(null)
  const [reads, setReads] = useState(1)

  useEffect(() => {
    let wanted = true
    readAccount().then(
      (read) => wanted && setAccount(read),
      (reason: AuthError) => wanted && setError(reason),
    )
    return () => {
      wanted = false
    }
  }, [reads])

  function read() {
    setError(null)
    setReads(reads + 1)
  }

  return { account, error, read }
}
