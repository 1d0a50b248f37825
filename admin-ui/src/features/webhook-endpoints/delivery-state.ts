import type { Tone } from '@/components/tag'
import type { graphql } from '@/lib/graphql'

export type DeliveryState = ReturnType<typeof graphql.scalar<'WebhookDeliveryState'>>

/** Each state in words, with the colour that repeats them; in the order of the filter. */
export const deliveryStateWords: Record<DeliveryState, { label: string; tone: Tone }> = {
  PENDING: { label: 'Waiting', tone: 'wait' },
  FAILED: { label: 'Given up', tone: 'bad' },
  SUCCEEDED: { label: 'Taken', tone: 'ok' },
}

export const deliveryStates = Object.keys(deliveryStateWords) as DeliveryState[]
