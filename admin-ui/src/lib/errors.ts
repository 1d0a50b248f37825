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
  return response?.status === 401 || error.graphQLErrors.some(({ extensions }) => extensions.code === 'UNAUTHENTICATED')
}

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
  UNAUTHENTICATED: 'You are signed out',
  UNAVAILABLE: 'Not available right now',
}
