import { useState } from 'react'

/** The last value that was known: `value`, or while it is undefined, because a refetch failed, what it was before. */
export function useKept<T>(value: T | undefined) {
  const [kept, setKept] = useState(value)
  if (value !== undefined && value !== kept) {
    setKept(value)
  }
  return value === undefined ? kept : value
}
