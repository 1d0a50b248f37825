import { useNavigate } from '@tanstack/react-router'
import { AccountPage } from '@/features/session/account-page'

/** The account of whoever is signed in. */
export function AccountRoute() {
  const navigate = useNavigate()
  return <AccountPage onSignIn={() => navigate({ to: '/sign-in', search: { return: '/admin/account' } })} />
}
