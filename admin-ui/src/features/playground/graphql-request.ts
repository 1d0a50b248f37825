/** What is sent to `/graphql`. */
export interface GraphQLRequest {
  query: string
  operationName?: string | null
  variables?: unknown
}

/** Sends a request as it stands in the editor, with the rights of the signed-in person. */
export function send(request: GraphQLRequest, accept: string, signal?: AbortSignal) {
  return fetch(new URL('/graphql', window.location.origin), {
    method: 'POST',
    headers: { accept, 'content-type': 'application/json' },
    body: JSON.stringify(request),
    credentials: 'same-origin',
    signal,
  })
}

/** The answer as JSON; in the form of a GraphQL error when it is something else. */
export async function readAnswer(response: Response): Promise<unknown> {
  const text = await response.text()
  try {
    return JSON.parse(text)
  } catch {
    return failure(`The server’s answer is not JSON; it has status ${response.status}. Try again in a moment.`)
  }
}

/** An answer that no server gave. */
export function failure(message: string, code?: string) {
  return { errors: [{ message, ...(code && { extensions: { code } }) }] }
}

interface AnswerError {
  message?: unknown
  extensions?: { code?: unknown }
}

function errorsOf(answer: unknown): AnswerError[] {
  const errors = typeof answer === 'object' && answer !== null && 'errors' in answer ? answer.errors : undefined
  return Array.isArray(errors) ? (errors as AnswerError[]) : []
}

/** The messages of the errors in an answer. */
export function messagesOf(answer: unknown) {
  return errorsOf(answer).map(({ message }) => String(message))
}

/** Whether an answer gives `code` as a reason. */
export function hasErrorCode(answer: unknown, code: string) {
  return errorsOf(answer).some(({ extensions }) => extensions?.code === code)
}

export const noAnswer = 'No answer from the server. Check your network connection, then try again.'
