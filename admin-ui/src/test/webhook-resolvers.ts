import { mustBeRecent } from './access-resolvers'
import { makeDelivery, makeEndpoint, makeEvent, minutesAgo } from './factories'
import type { Installation } from './installation'
import { paginate, type PageArguments } from './paginate'
import type {
  ReplayArguments,
  WebhookDeliveriesArguments,
  WebhookDeliveryRecord,
  WebhookEndpointRecord,
} from './records'

type Input<T> = { input: T }
type Fields = Partial<Pick<WebhookEndpointRecord, 'url' | 'description' | 'eventTypes'>>

/** The root fields about webhooks out. */
export function makeWebhookRoot(installation: Installation) {
  const { webhookEndpoints: endpoints, webhookDeliveries: deliveries } = installation

  function change(id: string, fields: Partial<WebhookEndpointRecord>, more = {}) {
    mustBeRecent(installation)
    const endpoint = endpoints.find((one) => one.id === id)
    Object.assign(endpoint ?? {}, fields)
    return { endpoint, userErrors: [], ...more }
  }

  const resolve = (delivery: WebhookDeliveryRecord) => ({ ...delivery, endpoint: endpoints[0] })

  return {
    webhookEndpoint: ({ id }: { id: string }) => endpoints.find((one) => one.id === id) ?? null,
    webhookEndpoints: (args: PageArguments) => paginate(endpoints, args),
    webhookDelivery({ id }: { id: string }) {
      const delivery = deliveries.find((one) => one.id === id)
      return delivery ? resolve(delivery) : null
    },
    webhookDeliveries: (args: WebhookDeliveriesArguments & PageArguments) =>
      paginate(
        deliveries
          .map(resolve)
          .filter(
            ({ state, event }) =>
              (args.filter?.state?.includes(state) ?? true) &&
              (args.filter?.type?.includes(event.type) ?? true) &&
              (!args.filter?.subjectId || args.filter.subjectId === (event.businessId ?? event.onboardingId)),
          ),
        args,
      ),
    createWebhookEndpoint({ input }: Input<Fields>) {
      mustBeRecent(installation)
      if (!input.url?.startsWith('https:')) {
        return refuse({ endpoint: null, secret: null }, 'The address has to begin with https:.', 'url')
      }
      const endpoint = makeEndpoint(endpoints.length + 1, { ...input, lastSuccessAt: null })
      endpoints.unshift(endpoint)
      return { endpoint, secret: 'whsec_once', userErrors: [] }
    },
    updateWebhookEndpoint: ({ input: { endpointId, ...fields } }: Input<Fields & { endpointId: string }>) =>
      change(endpointId, fields),
    enableWebhookEndpoint: ({ input }: Input<{ endpointId: string }>) =>
      change(input.endpointId, { disabledReason: null, disabledAt: null }),
    disableWebhookEndpoint: ({ input }: Input<{ endpointId: string }>) =>
      change(input.endpointId, { disabledReason: 'BY_HAND', disabledAt: minutesAgo(0) }),
    deleteWebhookEndpoint({ input }: Input<{ endpointId: string }>) {
      mustBeRecent(installation)
      endpoints.splice(
        endpoints.findIndex(({ id }) => id === input.endpointId),
        1,
      )
      return { deletedId: input.endpointId, userErrors: [] }
    },
    rotateWebhookSecret: ({ input }: Input<{ endpointId: string; overlapHours: number }>) =>
      change(
        input.endpointId,
        { secretCreatedAt: minutesAgo(0), formerSecretUntil: minutesAgo(-input.overlapHours * 60) },
        { secret: 'whsec_another' },
      ),
    testWebhookEndpoint() {
      mustBeRecent(installation)
      const answer = installation.webhookAnswer
      const delivery = makeDelivery(deliveries.length + 1, {
        event: makeEvent(0, { type: 'WEBHOOK_TEST', payload: '{"type":"webhook.test"}' }),
        state: answer.failure ? 'FAILED' : 'SUCCEEDED',
        attempts: [answer],
      })
      deliveries.unshift(delivery)
      return { delivery: resolve(delivery), userErrors: [] }
    },
    replayWebhookEvents({ input: { endpointId, since, until, eventTypes } }: ReplayArguments) {
      const chosen = deliveries.filter(
        ({ event }) =>
          event.at >= since && (!until || event.at < until) && (eventTypes?.includes(event.type) ?? true),
      )
      chosen.forEach((delivery) =>
        Object.assign(delivery, { state: 'PENDING', tries: 0, nextAttemptAt: minutesAgo(0), endedAt: null }),
      )
      return change(endpointId, { pendingCount: chosen.length }, { count: chosen.length })
    },
  }
}

function refuse<T>(nothing: T, message: string, field: string) {
  return { ...nothing, userErrors: [{ code: 'INVALID_INPUT', message, field: ['input', field] }] }
}
