import { notifications } from '@mantine/notifications'
import type { CombinedError } from '@urql/core'
import { describeError, isUnauthenticated } from './errors'

/** Tells the outcome of an action in passing. */
export function announce(title: string, message: string) {
  notifications.show({ title, message })
}

/**
 * Tells that an action failed and why; stays until it is closed. Says nothing when the session has ended: the client
 * then leads to the sign-in page, which says enough.
 */
export function announceFailure(
  title: string,
  error: CombinedError | undefined,
  userErrors: readonly { message: string }[] = [],
) {
  if (error && isUnauthenticated(error)) {
    return
  }
  const [refusal] = userErrors
  notifications.show({ color: 'red', title, message: refusal?.message ?? reason(error), autoClose: false })
}

function reason(error: CombinedError | undefined) {
  if (!error) {
    return 'The server’s answer was empty. Try again in a moment.'
  }
  const { message, requestId } = describeError(error)
  return requestId ? `${message} Request id: ${requestId}` : message
}
