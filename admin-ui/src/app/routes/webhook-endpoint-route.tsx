import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { AdministratorsOnly } from '@/components/administrators-only'
import { EndpointPage } from '@/features/webhook-endpoints/endpoint-page'
import { NotFound } from './not-found'

const from = '/admin/webhooks/endpoints/$id'

/** One webhook endpoint; which of its deliveries are listed stands in the URL. */
export function WebhookEndpointRoute() {
  const { id } = useParams({ from })
  const search = useSearch({ from })
  const navigate = useNavigate()
  return (
    <AdministratorsOnly title="Webhook endpoint">
      <EndpointPage
        key={id}
        id={id}
        search={search}
        onSearch={(next) =>
          navigate({ to: '/webhooks/endpoints/$id', params: { id }, search: next, resetScroll: false })
        }
        onDeleted={() => navigate({ to: '/webhooks', search: { view: 'endpoints' } })}
        missing={<NotFound />}
      />
    </AdministratorsOnly>
  )
}
