import type { ResultOf } from 'gql.tada'
import { useQuery } from 'urql'
import { Failure } from '@/components/failure'
import { PageHeader } from '@/components/page-header'
import { describeError } from '@/lib/errors'
import { graphql } from '@/lib/graphql'
import { useKept } from '@/lib/use-kept'
import { useNow } from '@/lib/use-now'
import { useOnReturn } from '@/lib/use-on-return'
import { AppReviewSkeleton } from './app-review-skeleton'
import { IdleWarning, idleWarningFragment } from './idle-warning'
import { Limits } from './limits'
import classes from './readiness.module.css'
import { RulePanel, rulePanelFragment } from './rule-panel'
import { TierPanel, tierPanelFragment } from './tier-panel'
import { chartDays, UsageCharts, usageRowFragment } from './usage-charts'
import { lastDays } from './usage'

const appReviewQuery = graphql(
  `
    query AppReview($days: Int!) {
      readiness {
        current {
          ...RulePanel
        }
        former {
          ...RulePanel
        }
        countedEndpoints
        countedSince
        ...TierPanel
        ...IdleWarning
      }
      metaUsage(days: $days) {
        ...UsageRow
      }
    }
  `,
  [rulePanelFragment, tierPanelFragment, idleWarningFragment, usageRowFragment],
)

/** How far the app is from full access to the Marketing API. */
export function AppReviewPage() {
  const [{ data, error }, refetch] = useQuery({
    query: appReviewQuery,
    requestPolicy: 'cache-and-network',
    variables: { days: chartDays },
  })
  const known = useKept(data)
  const ask = () => refetch({ requestPolicy: 'network-only' })
  useOnReturn(ask)
  return (
    <>
      <PageHeader
        title="App Review"
        documentTitle="App Review"
        below="How far the app is from full access to the Marketing API, by the calls counted here"
      />
      <div className={classes.parts}>
        {error && <Failure {...describeError(error)} onRetry={ask} />}
        {!known && !error && <AppReviewSkeleton />}
        {known && <Loaded {...known} />}
      </div>
    </>
  )
}

function Loaded({ readiness, metaUsage }: ResultOf<typeof appReviewQuery>) {
  const { countedSince, countedEndpoints, current, former } = readiness
  const [today] = lastDays(1, useNow())
  const hasPace = countedSince !== null && countedSince !== today
  return (
    <>
      <IdleWarning readiness={readiness} />
      <div className={classes.rules}>
        <RulePanel
          title="Meta’s rule since May 2026"
          hint="500 calls in 15 days, and less than 15 % errors among the last 500"
          rule={current}
          hasPace={hasPace}
        />
        <RulePanel
          title="Meta’s rule before"
          hint="1,500 calls in 15 days, with less than 15 % errors; Meta’s guide to this onboarding still says so"
          rule={former}
          hasPace={hasPace}
        />
      </div>
      <TierPanel readiness={readiness} />
      <UsageCharts usage={metaUsage} counted={countedEndpoints} />
      <Limits counted={countedEndpoints} />
    </>
  )
}
