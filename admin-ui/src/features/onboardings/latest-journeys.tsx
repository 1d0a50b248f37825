import { Button } from '@mantine/core'
import { useEffect, useEffectEvent } from 'react'
import { useQuery } from 'urql'
import { Cell } from '@/components/cell'
import { Copyable } from '@/components/copyable'
import { DataTable } from '@/components/data-table'
import { Failure } from '@/components/failure'
import { Moment } from '@/components/moment'
import { OnboardingTag } from '@/components/onboarding-tag'
import { describeError } from '@/lib/errors'
import { graphql } from '@/lib/graphql'
import classes from './journey.module.css'

const latestQuery = graphql(`
  query LatestJourneys {
    onboardings(first: 5) {
      edges {
        cursor
        node {
          id
          status
          supportCode
          externalId
          createdAt
          expiresAt
        }
      }
    }
  }
`)

/** How fresh the list is kept; the journey that somebody looks at is live. */
const every = 10_000

/** The journeys that began last, and the way into each. */
export function LatestJourneys({ onShow }: { onShow: (supportCode: string) => void }) {
  const [{ data, error }, refetch] = useQuery({ query: latestQuery, requestPolicy: 'cache-and-network' })
  const refresh = useEffectEvent(() => refetch({ requestPolicy: 'network-only' }))
  useEffect(() => {
    const timer = setInterval(() => document.visibilityState === 'visible' && refresh(), every)
    return () => clearInterval(timer)
  }, [])
  if (error && !data) {
    return (
      <div className={classes.search}>
        <Failure {...describeError(error)} onRetry={() => refetch({ requestPolicy: 'network-only' })} />
      </div>
    )
  }
  const edges = data?.onboardings.edges ?? []
  if (edges.length === 0) {
    return null // a new installation, or the answer is on its way
  }
  return (
    <DataTable
      caption="Latest journeys"
      head={
        <>
          <th scope="col">Support code</th>
          <th scope="col">For</th>
          <th scope="col">State</th>
          <th scope="col">Began</th>
          <th scope="col">Link ends</th>
          <th scope="col">Action</th>
        </>
      }
    >
      {edges.map(({ cursor, node }) => (
        <tr key={cursor}>
          <Cell label="Support code" heading>
            <Copyable value={node.supportCode} label="support code" />
          </Cell>
          <Cell label="For">{node.externalId ?? 'Nobody named'}</Cell>
          <Cell label="State">
            <OnboardingTag status={node.status} />
          </Cell>
          <Cell label="Began">
            <Moment at={node.createdAt} />
          </Cell>
          <Cell label="Link ends">
            <Moment at={node.expiresAt} />
          </Cell>
          <Cell label="Action">
            <Button
              size="xs"
              variant="default"
              aria-label={`Show journey ${node.supportCode}`}
              onClick={() => onShow(node.supportCode)}
            >
              Show
            </Button>
          </Cell>
        </tr>
      ))}
    </DataTable>
  )
}
