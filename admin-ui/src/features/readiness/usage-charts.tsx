import { readFragment, type FragmentOf } from 'gql.tada'
import { DayChart } from '@/components/day-chart'
import { Panel } from '@/components/panel'
import { graphql } from '@/lib/graphql'
import { useNow } from '@/lib/use-now'
import { callsByEndpoint, errorsByOutcome, lastDays } from './usage'

export const usageRowFragment = graphql(`
  fragment UsageRow on MetaUsage {
    day
    endpoint
    outcome
    calls
  }
`)

/** How many days the charts show, and how many of them the rules look at. */
export const chartDays = 30
const marked = { days: 15, meaning: 'The days that the rules look at' }

interface UsageChartsProps {
  usage: readonly FragmentOf<typeof usageRowFragment>[]
  /** The endpoints that count. */
  counted: string[]
}

/** Calls and errors by day. */
export function UsageCharts({ usage, counted }: UsageChartsProps) {
  const days = lastDays(chartDays, useNow())
  const rows = readFragment(usageRowFragment, usage)
  return (
    <>
      <Panel
        title="Calls by day"
        hint="Calls of the Marketing API that reached Meta, by what they asked for. Days are in UTC."
      >
        <DayChart
          one="call"
          many="calls"
          days={days}
          series={callsByEndpoint([...rows], counted, days)}
          marked={marked}
        />
      </Panel>
      <Panel
        title="Errors by day"
        hint="Those of them that Meta answered with an error, or not at all, by what went wrong."
      >
        <DayChart
          one="error"
          many="errors"
          days={days}
          series={errorsByOutcome([...rows], counted, days)}
          marked={marked}
        />
      </Panel>
    </>
  )
}
