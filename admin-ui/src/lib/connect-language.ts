import type { graphql } from './graphql'

/** A language that the connect page speaks. */
export type ConnectLanguage = ReturnType<typeof graphql.scalar<'ConnectLanguage'>>

/** Each language in words. */
export const languageNames: Record<ConnectLanguage, string> = {
  EN: 'English',
  DE: 'German',
  ES: 'Spanish',
  FR: 'French',
  PT: 'Portuguese',
  JA: 'Japanese',
}
