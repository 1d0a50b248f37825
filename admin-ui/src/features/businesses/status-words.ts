import type { Tone } from '@/components/tag'
import type { graphql } from '@/lib/graphql'

export type ConnectionStatus = ReturnType<typeof graphql.scalar<'ConnectionStatus'>>

/** Each status in words, with the colour that repeats them; in the order of the filter. */
export const statusWords: Record<ConnectionStatus, { label: string; tone: Tone }> = {
  CONNECTED: { label: 'Connected', tone: 'ok' },
  DEGRADED: { label: 'Degraded', tone: 'warn' },
  NEEDS_RECONNECT: { label: 'Needs reconnect', tone: 'bad' },
  REVOKING: { label: 'Disconnecting', tone: 'wait' },
  REVOKE_STUCK: { label: 'Disconnect stuck', tone: 'bad' },
  DISCONNECTED: { label: 'Disconnected', tone: 'off' },
}

export const statuses = Object.keys(statusWords) as ConnectionStatus[]
