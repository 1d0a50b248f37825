import { PageHeader } from '@/components/page-header'
import { useViewer } from '@/lib/viewer'
import { roleNames } from './role-names'
import { SecondFactor } from './second-factor'

/** What whoever is signed in signs in with. */
export function AccountPage({ onSignIn }: { onSignIn: () => void }) {
  const { email, role } = useViewer()
  return (
    <>
      <PageHeader title="Account" documentTitle="Account" below={`${email} · ${roleNames[role]}`} />
      <SecondFactor onSignIn={onSignIn} />
    </>
  )
}
