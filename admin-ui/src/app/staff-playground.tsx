import { PageHeader } from '@/components/page-header'
import { PlaygroundPage } from '@/features/playground/playground-page'
import { forgetWork } from '@/features/playground/work-storage'
import { useStepUp } from '@/features/session/step-up'
import { leaveFor, StaffDocument } from './staff-document'

const path = '/admin/playground'

/** The playground, for signed-in staff. A document of its own: its editor needs a looser policy than the other pages. */
export function StaffPlayground() {
  return (
    <StaffDocument path={path} wide onSignedOut={forgetWork}>
      <PageHeader
        title="Playground"
        documentTitle="Playground"
        below="Try the GraphQL API that this admin app and your own programs use"
      />
      <Playground />
    </StaffDocument>
  )
}

function Playground() {
  const stepUp = useStepUp()
  return <PlaygroundPage onStepUp={stepUp.ask} onUnauthenticated={() => leaveFor(path)} />
}
