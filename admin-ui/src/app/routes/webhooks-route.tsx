import { useNavigate, useSearch } from '@tanstack/react-router'
import { WebhooksPage } from '@/features/webhooks/webhooks-page'

/** What Meta has sent; what is shown of it stands in the URL. */
export function WebhooksRoute() {
  const search = useSearch({ from: '/admin/webhooks' })
  const navigate = useNavigate()
  return (
    <WebhooksPage
      search={search}
      onSearch={(next) => navigate({ to: '/webhooks', search: next, resetScroll: false })}
    />
  )
}
