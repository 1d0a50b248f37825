import { readFragment, type FragmentOf } from 'gql.tada'
import { Moment } from '@/components/moment'
import { Panel } from '@/components/panel'
import { graphql } from '@/lib/graphql'
import classes from './orphans.module.css'

export const businessOrphanFragment = graphql(`
  fragment BusinessOrphan on Business {
    orphanGrant {
      foundAt
    }
  }
`)

/** A grant of this business whose token never arrived; nothing where there is none. */
export function BusinessOrphan({ business }: { business: FragmentOf<typeof businessOrphanFragment> }) {
  const { orphanGrant } = readFragment(businessOrphanFragment, business)
  if (!orphanGrant) {
    return null
  }
  return (
    <Panel
      title="Orphan grant"
      hint={
        <>
          Found <Moment at={orphanGrant.foundAt} />.
        </>
      }
    >
      <p className={classes.sentence}>
        The client has granted access at Meta, but the token never arrived here and cannot be fetched. Press Reconnect: once
        the client has connected again, the grant is held here and this notice goes away.
      </p>
    </Panel>
  )
}
