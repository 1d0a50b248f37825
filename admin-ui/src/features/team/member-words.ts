import type { Tone } from '@/components/tag'
import type { graphql } from '@/lib/graphql'

export type UserState = ReturnType<typeof graphql.scalar<'UserState'>>

export const userStates: readonly UserState[] = ['ACTIVE', 'INVITED', 'DISABLED']

/** Whether a member of staff can come in, in words. */
export const stateWords: Record<UserState, { label: string; tone: Tone }> = {
  ACTIVE: { label: 'Active', tone: 'ok' },
  INVITED: { label: 'Invited', tone: 'wait' },
  DISABLED: { label: 'Disabled', tone: 'off' },
}

interface Ways {
  hasPassword: boolean
  secondFactorSince: string | null
  singleSignOnSince: string | null
}

/** What somebody signs in with, for example "Password and code, single sign-on". */
export function waysIn({ hasPassword, secondFactorSince, singleSignOnSince }: Ways) {
  const own = hasPassword ? 'Password' : 'One-time link'
  const proof = secondFactorSince ? `${own} and code` : own
  return singleSignOnSince ? `${proof}, single sign-on` : proof
}
