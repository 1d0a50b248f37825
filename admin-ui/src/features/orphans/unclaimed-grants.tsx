import { useQuery } from 'urql'
import { Failure } from '@/components/failure'
import { Panel } from '@/components/panel'
import { describeError } from '@/lib/errors'
import { graphql } from '@/lib/graphql'
import { useKept } from '@/lib/use-kept'
import { GrantsTable, grantRowFragment } from './grants-table'
import classes from './orphans.module.css'

// The open ones come first; what has ended follows and is not shown.
const unclaimedQuery = graphql(
  `
    query UnclaimedGrants {
      orphanGrants(first: 25) {
        pageInfo {
          hasNextPage
        }
        edges {
          cursor
          node {
            outcome
            ...GrantRow
          }
        }
      }
    }
  `,
  [grantRowFragment],
)

/** Grants at Meta that nobody here holds the token of; nothing as long as there are none. */
export function UnclaimedGrants() {
  const [{ data, error }, refetch] = useQuery({ query: unclaimedQuery, requestPolicy: 'cache-and-network' })
  const list = useKept(data?.orphanGrants)
  const open = list?.edges.filter(({ node }) => node.outcome === null) ?? []
  if (open.length === 0 && !error) {
    return null
  }
  const more = list?.pageInfo.hasNextPage && open.length === list.edges.length
  return (
    <div className={classes.panel}>
      <Panel
        title="Unclaimed grants"
        hint="The app is installed at Meta, but the token never arrived here. Send the client a link to connect again."
        flush
      >
        {error && (
          <div className={classes.failure}>
            <Failure {...describeError(error)} onRetry={() => refetch({ requestPolicy: 'network-only' })} />
          </div>
        )}
        {open.length > 0 && <GrantsTable grants={open} />}
        {more && <p className={classes.more}>There are more. They show as soon as these are connected.</p>}
      </Panel>
    </div>
  )
}
