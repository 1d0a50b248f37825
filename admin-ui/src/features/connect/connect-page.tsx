import { Skeleton } from '@mantine/core'
import { useQuery } from 'urql'
import { Failure } from '@/components/failure'
import { describeError, isUnauthenticated } from '@/lib/errors'
import { graphql } from '@/lib/graphql'
import { useKept } from '@/lib/use-kept'
import type { Arrival } from './address'
import { outcomeFragment } from './complete-onboarding'
import { ConnectPanel, connectPanelFragment } from './connect-panel'
import classes from './connect.module.css'
import { DeadLink } from './dead-link'
import { StatePanel } from './state-panel'

/** A client need not name its onboarding, which follows from its token; a member of staff comes back to one, or has none yet. */
const connectQuery = graphql(
  `
    query Connect($id: ID) {
      loginConfiguration {
        ...ConnectPanel
      }
      onboarding(id: $id) {
        ...Outcome
      }
    }
  `,
  [connectPanelFragment, outcomeFragment],
)

/** Who connects: staff in the admin, or the client itself with an onboarding token. */
export type Audience = 'staff' | 'client'

export interface ConnectPageProps {
  audience: Audience
  arrival: Arrival
  /** The onboarding token of a client. */
  token?: string
}

/** The login button, what happens when it is pressed, and what came of it. */
export function ConnectPage({ audience, arrival, token }: ConnectPageProps) {
  const id = audience === 'staff' ? arrival.onboarding : ''
  const [result, refetch] = useQuery({ query: connectQuery, variables: { id: id || null } })
  const data = useKept(result.data) // what is done here makes the query be asked again
  if (result.error && !data) {
    return audience === 'client' && isUnauthenticated(result.error) ? (
      <StatePanel>
        <DeadLink />
      </StatePanel>
    ) : (
      <Failure {...describeError(result.error)} onRetry={() => refetch({ requestPolicy: 'network-only' })} />
    )
  }
  return data ? (
    <ConnectPanel
      configuration={data.loginConfiguration}
      opened={data.onboarding}
      audience={audience}
      arrival={arrival}
      token={token}
    />
  ) : (
    <div className={classes.panel} role="status" aria-label="Loading">
      <div className={classes.state}>
        <Skeleton height={20} width="60%" />
        <Skeleton height={14} width="90%" />
        <Skeleton height={44} width={230} />
      </div>
    </div>
  )
}
