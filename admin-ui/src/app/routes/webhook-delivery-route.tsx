import { useParams } from '@tanstack/react-router'
import { AdministratorsOnly } from '@/components/administrators-only'
import { DeliveryPage } from '@/features/webhook-endpoints/delivery-page'
import { NotFound } from './not-found'

/** One event on its way to one webhook endpoint. */
export function WebhookDeliveryRoute() {
  const { id } = useParams({ from: '/admin/webhooks/deliveries/$id' })
  return (
    <AdministratorsOnly title="Webhook delivery">
      <DeliveryPage key={id} id={id} missing={<NotFound />} />
    </AdministratorsOnly>
  )
}
