import { useQuery } from 'urql'
import { graphql } from '@/lib/graphql'
import { useKept } from '@/lib/use-kept'
import { outcomeFragment } from './complete-onboarding'
import { connectPanelFragment } from './connect-panel'

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

export type Opened = ReturnType<typeof useOpened>

/** What there is when the page is opened. */
export function useOpened(id: string) {
  const [result, refetch] = useQuery({ query: connectQuery, variables: { id: id || null } })
  const data = useKept(result.data) // what is done here makes the query be asked again
  return { data, error: data ? undefined : result.error, retry: () => refetch({ requestPolicy: 'network-only' }) }
}
