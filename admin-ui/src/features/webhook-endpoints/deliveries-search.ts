import type { Cursor } from '@/lib/paging'
import { someOf, text } from '@/lib/search-params'
import { deliveryStates, type DeliveryState } from './delivery-state'
import { eventTypes, type WebhookEventType } from './event-types'

/** Which deliveries of an endpoint are listed, as it stands in the URL. */
export interface DeliveriesSearch extends Cursor {
  state?: DeliveryState[]
  type?: WebhookEventType[]
  /** The id of the business or the onboarding that they are about. */
  subject?: string
}

/** Makes sense of a URL; what it does not understand is dropped. */
export function parseDeliveriesSearch(raw: Record<string, unknown>): DeliveriesSearch {
  return {
    state: someOf(deliveryStates, raw.state),
    type: someOf(eventTypes, raw.type),
    subject: text(raw.subject),
    after: text(raw.after),
    before: text(raw.before),
  }
}

export function isFiltered({ state, type, subject }: DeliveriesSearch) {
  return [state, type, subject].some((condition) => condition !== undefined)
}
