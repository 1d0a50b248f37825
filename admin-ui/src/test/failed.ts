import { HttpResponse } from 'msw'

/** An answer to a GraphQL request that failed as a whole, for the reason in `extensions.code`. */
export const failed = (message: string, extensions: Record<string, unknown>, status = 200) =>
  HttpResponse.json<{ errors: { message: string; extensions: Record<string, unknown> }[] }>(
    { errors: [{ message, extensions }] },
    { status },
  )
