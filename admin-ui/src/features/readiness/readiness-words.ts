import type { Tone } from '@/components/tag'
import type { graphql } from '@/lib/graphql'

type ReadinessState = ReturnType<typeof graphql.scalar<'ReadinessState'>>
type AccessLevel = ReturnType<typeof graphql.scalar<'AccessLevel'>>

/** How far a rule is in words, with the colour that repeats them. */
export const stateWords: Record<ReadinessState, { label: string; tone: Tone }> = {
  MET: { label: 'Met', tone: 'ok' },
  NOT_MET: { label: 'Not yet', tone: 'wait' },
  UNKNOWN: { label: 'Not certain', tone: 'warn' },
}

/** The tiers by the names that Meta's documentation has for them. */
export const levelWords: Record<AccessLevel, { label: string; tone: Tone }> = {
  LIMITED: { label: 'Limited access', tone: 'wait' },
  FULL: { label: 'Full access', tone: 'ok' },
}

const endpointWords: Record<string, string> = {
  business: 'Business',
  owned_datasets: 'Owned datasets',
  shared_datasets: 'Shared datasets',
  dataset: 'One dataset',
}

const outcomeWords: Record<string, string> = {
  no_answer: 'No answer',
  invalid_answer: 'Garbled answer',
  transient: 'Trouble at Meta',
  throttled: 'Throttled',
  auth: 'Token ended',
  permission: 'Not permitted',
  misconfigured: 'Misconfigured',
  policy: 'Blocked by a policy',
  client: 'Refused',
  bug: 'Malformed request',
}

/** What a counted endpoint asks for; its own name where that is not known here. */
export function endpointName(endpoint: string) {
  return endpointWords[endpoint] ?? endpoint
}

/** What went wrong with a call; the program's own word where that is not known here. */
export function outcomeName(outcome: string) {
  return outcomeWords[outcome] ?? outcome
}
