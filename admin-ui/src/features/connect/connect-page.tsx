import { Skeleton } from '@mantine/core'
import { useQuery } from 'urql'
import { Failure } from '@/components/failure'
import { describeError, isUnauthenticated } from '@/lib/errors'
import { graphql } from '@/lib/graphql'
import { ConnectPanel, connectPanelFragment } from './connect-panel'
import classes from './connect.module.css'
import { DeadLink } from './dead-link'
import { StatePanel } from './state-panel'

const configurationQuery = graphql(
  `
    query LoginConfiguration {
      loginConfiguration {
        ...ConnectPanel
      }
    }
  `,
  [connectPanelFragment],
)

/** Who connects: staff in the admin, or the client itself with an onboarding token. */
export type Audience = 'staff' | 'client'

/** The login button, what happens when it is pressed, and what came of it. */
export function ConnectPage({ audience }: { audience: Audience }) {
  const [{ data, error }, refetch] = useQuery({ query: configurationQuery })
  if (error && !data) {
    return audience === 'client' && isUnauthenticated(error) ? (
      <StatePanel>
        <DeadLink />
      </StatePanel>
    ) : (
      <Failure {...describeError(error)} onRetry={() => refetch({ requestPolicy: 'network-only' })} />
    )
  }
  return data ? (
    <ConnectPanel configuration={data.loginConfiguration} audience={audience} />
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
