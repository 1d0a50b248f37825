import { useNavigate, useSearch } from '@tanstack/react-router'
import { AdministratorsOnly } from '@/components/administrators-only'
import { ApiKeysPage } from '@/features/api-keys/api-keys-page'

/** The API keys; which of them stands in the URL. */
export function ApiKeysRoute() {
  const search = useSearch({ from: '/admin/api-keys' })
  const navigate = useNavigate()
  return (
    <AdministratorsOnly title="API keys">
      <ApiKeysPage search={search} onSearch={(next) => navigate({ to: '/api-keys', search: next })} />
    </AdministratorsOnly>
  )
}
