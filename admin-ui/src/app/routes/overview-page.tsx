import { Button } from '@mantine/core'
import type { ResultOf } from 'gql.tada'
import { useQuery } from 'urql'
import { Empty } from '@/components/empty'
import { Failure } from '@/components/failure'
import { PageHeader } from '@/components/page-header'
import { Panel } from '@/components/panel'
import { RouterAnchor } from '@/components/router-anchor'
import { AttentionList, attentionListFragment } from '@/features/businesses/attention-list'
import { PendingOnboardings, pendingOnboardingsFragment } from '@/features/onboardings/pending-onboardings'
import { Counts, countsFragment } from '@/features/overview/counts'
import { Funnel, funnelFragment } from '@/features/overview/funnel'
import { ReadinessMeter, readinessMeterFragment } from '@/features/readiness/readiness-meter'
import { SetupNotice } from '@/features/setup/setup-notice'
import { DisabledNotice } from '@/features/webhook-endpoints/disabled-notice'
import { describeError } from '@/lib/errors'
import { graphql } from '@/lib/graphql'
import { useKept } from '@/lib/use-kept'
import { useOnReturn } from '@/lib/use-on-return'
import { useCanOperate } from '@/lib/viewer'
import classes from './overview-page.module.css'
import { OverviewSkeleton } from './overview-skeleton'
import { renderCountLink } from './overview-links'

const overviewQuery = graphql(
  `
    query Overview {
      overview {
        businesses {
          connected
          needsAttention
          disconnecting
          disconnected
        }
        pendingOnboardings
        ...Counts
        ...Funnel
        ...AttentionList
      }
      readiness {
        ...ReadinessMeter
      }
      onboardings(first: 5, filter: { status: [OPEN, EXCHANGING, IDENTIFYING, SYNCING] }) {
        ...PendingOnboardings
      }
    }
  `,
  [countsFragment, funnelFragment, attentionListFragment, readinessMeterFragment, pendingOnboardingsFragment],
)

/** How everything stands: the page that staff keep open. */
export function OverviewPage() {
  const [{ data, error }, refetch] = useQuery({ query: overviewQuery, requestPolicy: 'cache-and-network' })
  const known = useKept(data)
  const ask = () => refetch({ requestPolicy: 'network-only' })
  useOnReturn(ask)
  return (
    <>
      <PageHeader title="Overview" documentTitle="Overview" />
      <div className={classes.parts}>
        <SetupNotice />
        <DisabledNotice />
        {error && <Failure {...describeError(error)} onRetry={ask} />}
        {!known && !error && <OverviewSkeleton />}
        {known && <Loaded {...known} />}
      </div>
    </>
  )
}

type Known = ResultOf<typeof overviewQuery>

function Loaded({ overview, readiness, onboardings }: Known) {
  return (
    <>
      <Counts overview={overview} renderLink={renderCountLink} />
      {isFresh(overview) ? (
        <Panel title="First steps">
          <FirstSteps />
        </Panel>
      ) : (
        <Panel title="Needs attention" hint="The latest problems, and who can do something about them" flush>
          <AttentionList overview={overview} />
        </Panel>
      )}
      <div className={classes.pair}>
        <Panel title="Onboardings of the last 30 days" hint="How far they have come">
          <Funnel overview={overview} />
        </Panel>
        <Panel
          title="App Review"
          hint="Full access to the Marketing API"
          actions={
            <RouterAnchor className={classes.details} to="/app-review">
              Details
            </RouterAnchor>
          }
        >
          <ReadinessMeter readiness={readiness} />
        </Panel>
      </div>
      <Panel title="Pending onboardings" hint="The latest five. The client may quote the support code." flush>
        <PendingOnboardings onboardings={onboardings} />
      </Panel>
    </>
  )
}

/** Whether nobody has ever connected. */
function isFresh({ businesses: { connected, needsAttention, disconnecting, disconnected } }: Known['overview']) {
  return connected + needsAttention + disconnecting + disconnected === 0
}

function FirstSteps() {
  const canOperate = useCanOperate()
  return (
    <Empty
      icon="building"
      title="No business connected yet"
      action={
        canOperate && (
          <Button component="a" href="/admin/connect">
            Connect a business
          </Button>
        )
      }
    >
      A client logs in with Facebook once and picks a business; how it stands then shows here.
    </Empty>
  )
}
