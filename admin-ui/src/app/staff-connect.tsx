import { Empty } from '@/components/empty'
import { PageHeader } from '@/components/page-header'
import { ProblemCard } from '@/components/problem-card'
import type { Arrival } from '@/features/connect/address'
import { AudienceContext, type Audience } from '@/features/connect/audience'
import { ConnectPage } from '@/features/connect/connect-page'
import { useOpened } from '@/features/connect/use-opened'
import { staff } from '@/features/connect/words/staff'
import { SendLink } from '@/features/onboardings/send-link'
import { useCanOperate } from '@/lib/viewer'
import classes from './staff-connect.module.css'
import { StaffDocument } from './staff-document'

/** The Connect page inside the admin, for signed-in staff. A document of its own: only here may Meta's SDK run. */
export function StaffConnect({ arrival }: { arrival: Arrival }) {
  return (
    <StaffDocument path="/admin/connect">
      <PageHeader
        title="Connect a business"
        documentTitle="Connect"
        below="A client’s business and its datasets, through Facebook Login for Business"
      />
      <Allowed arrival={arrival} />
    </StaffDocument>
  )
}

function Allowed({ arrival }: { arrival: Arrival }) {
  if (useCanOperate()) {
    return (
      <div className={classes.page}>
        <AudienceContext value={audience}>
          <Connecting arrival={arrival} />
        </AudienceContext>
        <SendLink />
      </div>
    )
  }
  return (
    <Empty icon="shield" title="Your role is Viewer">
      You can look at businesses and follow onboardings, but not connect a business. Ask an administrator for the Operator role.
    </Empty>
  )
}

function Connecting({ arrival }: { arrival: Arrival }) {
  const opened = useOpened(arrival.onboarding)
  return <ConnectPage opened={opened} arrival={arrival} />
}

const audience: Audience = { kind: 'staff', words: staff, language: 'en', Problem: ProblemCard }
