import type { CombinedError } from '@urql/core'
import { describeError, hasCode } from '@/lib/errors'
import { isLater, type Cursor } from '@/lib/paging'
import { Failure } from './failure'

interface PageFailureProps {
  error: CombinedError
  /** The page that was asked for. */
  cursor: Cursor
  onRetry: () => void
  onFirstPage: () => void
}

/** A page of a list could not be read. A cursor that the server does not take stays wrong, so only the start helps. */
export function PageFailure({ error, cursor, onRetry, onFirstPage }: PageFailureProps) {
  const lost = isLater(cursor) && hasCode(error, 'INVALID_INPUT')
  const wayOn = lost ? { retry: 'First page', onRetry: onFirstPage } : { onRetry }
  return <Failure {...describeError(error)} {...wayOn} />
}
