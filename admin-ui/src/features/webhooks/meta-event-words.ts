import type { Tone } from '@/components/tag'
import type { graphql } from '@/lib/graphql'

export type EventKind = ReturnType<typeof graphql.scalar<'MetaEventKind'>>
export type EventOutcome = ReturnType<typeof graphql.scalar<'MetaEventOutcome'>>

/** What a client did at Meta. */
export const kindWords: Record<EventKind, { label: string; sentence: string }> = {
  INSTALL: { label: 'Installed', sentence: 'The client installed the app.' },
  UPDATE: { label: 'Updated', sentence: 'The client changed what the app may do.' },
  UNINSTALL: { label: 'Uninstalled', sentence: 'The client removed the app.' },
  DEAUTHORIZE: { label: 'Deauthorized', sentence: 'The client took the app’s access away.' },
}

/** What became of a report, and why. */
export const outcomeWords: Record<EventOutcome, { label: string; tone: Tone; sentence: string }> = {
  WAITING: { label: 'Waiting', tone: 'wait', sentence: 'Meta is being asked whether it is so.' },
  APPLIED: { label: 'Acted on', tone: 'ok', sentence: 'Meta confirmed it.' },
  OLD: { label: 'Out of date', tone: 'off', sentence: 'Something newer was known already.' },
  CONTRADICTED: { label: 'Contradicted', tone: 'warn', sentence: 'Asked about it, Meta says that the token works.' },
  UNKNOWN_BUSINESS: { label: 'Nothing to do', tone: 'off', sentence: 'No token of this business is held here.' },
}

export const kinds = Object.keys(kindWords) as EventKind[]
export const outcomes = Object.keys(outcomeWords) as EventOutcome[]
