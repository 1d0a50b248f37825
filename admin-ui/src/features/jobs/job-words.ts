import type { Tone } from '@/components/tag'
import type { graphql } from '@/lib/graphql'
import { humanise } from '@/lib/humanise'

export type JobState = ReturnType<typeof graphql.scalar<'JobState'>>

/** Each state in words, with the colour that repeats them; in the order of the filter. */
export const stateWords: Record<JobState, { label: string; tone: Tone }> = {
  FAILED: { label: 'Given up', tone: 'bad' },
  RETRYING: { label: 'To be retried', tone: 'warn' },
  RUNNING: { label: 'Running', tone: 'wait' },
  WAITING: { label: 'Waiting for a worker', tone: 'wait' },
  PLANNED: { label: 'Planned', tone: 'off' },
  CANCELLED: { label: 'Cancelled', tone: 'off' },
  COMPLETED: { label: 'Done', tone: 'ok' },
}

export const jobStates = Object.keys(stateWords) as JobState[]

/** What a job does. One that a later version brings is told by its own name. */
export function nameOfJob(kind: string) {
  return names[kind] ?? humanise(kind)
}

const names: Record<string, string> = {
  chain: 'Seal the audit',
  check: 'Check a connection',
  delete: 'Delete a client’s data',
  deliver: 'Send events to a webhook',
  event: 'Look into a report of Meta’s',
  identify: 'Identify a business',
  leases: 'Ask about leased tokens',
  probe: 'Try which datasets can be reached',
  reconcile: 'Compare with the businesses at Meta',
  recover: 'Look for a lost token',
  refresh: 'Replace a token that ends soon',
  rekey: 'Seal anew with the present key',
  retain: 'Drop what was kept long enough',
  revoke: 'End a connection',
  schedule: 'Plan checks and refreshes',
  sync: 'Read datasets',
  tend: 'Look after what is due',
}

/** What cancelling a job means, where it may be cancelled. */
export function effectOfCancelling(kind: string) {
  return effects[kind] ?? 'What it would have done is not done, unless the program plans it again.'
}

const effects: Record<string, string> = {
  check: 'Whether the token still works is found out with the next daily check.',
  leases: 'Whether leased tokens still work is found out with the next daily check.',
  probe: 'Which datasets can be reached is found out after the next sync.',
  recover: 'The token whose answer was lost stays lost; the client has to press Connect once more.',
  refresh: 'The token is replaced by a later job, which is planned again within minutes as long as it ends soon.',
}
