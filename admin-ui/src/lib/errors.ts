import type { CombinedError } from '@urql/core'

/** What a person is told when a request failed as a whole. */
interface RequestFailure {
  title: string
  message: string
  /** Finds the failure in the server's log; only for failures of the server's own. */
  requestId?: string
}

/** Whether the server does not know the caller: HTTP 401 or the code UNAUTHENTICATED. */
export function isUnauthenticated(error: CombinedError) {
  const response = error.response as Response | undefined
  return response?.status === 401 || hasCode(error, 'UNAUTHENTICATED')
}

/**
 * Whether it is open what became of the request: nobody answered, or a server in trouble did, be it with a status of
 * its own or inside a GraphQL answer. Any other answer is final.
 */
export function isInDoubt(error: CombinedError) {
  const response = error.response as Response | undefined
  return (
    error.networkError !== undefined ||
    (response !== undefined && response.status >= 500) ||
    troubles.some((code) => hasCode(error, code))
  )
}

/** Whether the server gave `code` as a reason. */
export function hasCode(error: CombinedError, code: string) {
  return error.graphQLErrors.some(({ extensions }) => extensions.code === code)
}

/** GraphQL's counterparts of the statuses 500, 503 and 504. */
const troubles = ['INTERNAL', 'UNAVAILABLE', 'TIMEOUT']

/** Puts a failed request into words. The server's messages are fit for people and shown as they are. */
export function describeError(error: CombinedError): RequestFailure {
  const [answer] = error.graphQLErrors
  if (!answer) {
    return {
      title: 'No answer from the server',
      message: 'The request did not get through. Check your network connection, then try again.',
    }
  }
  const requestId = answer.extensions.requestId
  return {
    title: titles[String(answer.extensions.code)] ?? 'This could not be loaded',
    message: answer.message,
    requestId: typeof requestId === 'string' ? requestId : undefined,
  }
}

const titles: Record<string, string> = {
  FORBIDDEN: 'You may not see this',
  INTERNAL: 'Something went wrong on our side',
  STEP_UP_REQUIRED: 'Not confirmed',
  UNAUTHENTICATED: 'You are signed out',
  UNAVAILABLE: 'Not available right now',
}
