import { Empty } from '@/components/empty'
import { PageHeader } from '@/components/page-header'
import { ConnectPage } from '@/features/connect/connect-page'
import { useCanOperate } from '@/lib/viewer'
import { StaffDocument } from './staff-document'

/** The Connect page inside the admin, for signed-in staff. A document of its own: only here may Meta's SDK run. */
export function StaffConnect() {
  return (
    <StaffDocument path="/admin/connect">
      <PageHeader
        title="Connect a business"
        documentTitle="Connect"
        below="A client’s business and its datasets, through Facebook Login for Business"
      />
      <Allowed />
    </StaffDocument>
  )
}

function Allowed() {
  if (useCanOperate()) {
    return <ConnectPage audience="staff" />
  }
  return (
    <Empty icon="shield" title="Your role is Viewer">
      You can look at businesses, but not connect one. Ask an administrator for the Operator role.
    </Empty>
  )
}
