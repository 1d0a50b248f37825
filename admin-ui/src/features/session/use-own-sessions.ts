import { useEffect, useState } from 'react'
import { readSessions, type OwnSession } from './account'
import type { AuthError } from './auth'

/** Where whoever is signed in is so, as soon as it is there, or why it is not. `read` asks anew. */
export function useOwnSessions() {
  const [sessions, setSessions] = useState<OwnSession[] | null>(null)
  const [error, setError] = useState<AuthError | null>(null)
  const [reads, setReads] = useState(1)

  useEffect(() => {
    let wanted = true
    readSessions().then(
      (read) => wanted && setSessions(read),
      (reason: AuthError) => wanted && setError(reason),
    )
    return () => {
      wanted = false
    }
  }, [reads])

  function read() {
    setError(null)
    setReads((count) => count + 1)
  }

  return { sessions, error, read }
}
