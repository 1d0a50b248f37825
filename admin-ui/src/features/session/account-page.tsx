import { PageHeader } from '@/components/page-header'
import { roleNames } from '@/lib/roles'
import { useViewer } from '@/lib/viewer'
import classes from './account-page.module.css'
import { OwnSessions } from './own-sessions'
import { SecondFactor } from './second-factor'

/** What whoever is signed in signs in with, and where they have. */
export function AccountPage({ onSignIn }: { onSignIn: () => void }) {
  const { email, role } = useViewer()
  return (
    <>
      <PageHeader title="Account" documentTitle="Account" below={`${email} · ${roleNames[role]}`} />
      <div className={classes.parts}>
        <SecondFactor onSignIn={onSignIn} />
        <OwnSessions onSignIn={onSignIn} />
      </div>
    </>
  )
}
