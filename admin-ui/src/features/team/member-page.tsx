import { readFragment } from 'gql.tada'
import type { ReactNode } from 'react'
import { useQuery } from 'urql'
import { Failure } from '@/components/failure'
import { ListBox } from '@/components/list-box'
import { ListSkeleton } from '@/components/list-skeleton'
import { Name } from '@/components/name'
import { PageHeader } from '@/components/page-header'
import { RouterAnchor } from '@/components/router-anchor'
import { describeError, hasCode } from '@/lib/errors'
import { graphql } from '@/lib/graphql'
import { useKept } from '@/lib/use-kept'
import { useViewer } from '@/lib/viewer'
import { MemberActs } from './member-acts'
import { MemberFacts } from './member-facts'
import { memberFragment } from './member-fragment'
import { OwnMembership } from './own-membership'
import { StateTag } from './state-tag'
import classes from './team.module.css'

const memberQuery = graphql(
  `
    query Member($id: ID!) {
      user(id: $id) {
        ...Member
      }
    }
  `,
  [memberFragment],
)

interface MemberPageProps {
  id: string
  /** In place of a member that there is not. */
  missing: ReactNode
}

/** One member of staff: what is known of them, and what can be done. */
export function MemberPage({ id, missing }: MemberPageProps) {
  const [{ data, error }, refetch] = useQuery({
    query: memberQuery,
    requestPolicy: 'cache-and-network',
    variables: { id },
  })
  const viewer = useViewer()
  const found = useKept(error ? (data?.user ?? undefined) : data?.user)
  const member = found && readFragment(memberFragment, found)
  if (member === null || (error && hasCode(error, 'INVALID_INPUT'))) {
    return missing
  }
  const failure = error && <Failure {...describeError(error)} onRetry={() => refetch({ requestPolicy: 'network-only' })} />
  return (
    <>
      <PageHeader
        documentTitle={member?.email ?? 'Member'}
        above={
          <RouterAnchor to="/team" size="sm">
            ← All of the team
          </RouterAnchor>
        }
        title={
          member ? (
            <>
              <Name>{member.email}</Name> <StateTag state={member.state} />
            </>
          ) : (
            'Member'
          )
        }
      />
      <div className={classes.parts}>
        {failure}
        {!member && !error && (
          <ListBox>
            <ListSkeleton label="Loading the member" />
          </ListBox>
        )}
        {member && <MemberFacts member={member} />}
        {member && (viewer.email === member.email ? <OwnMembership /> : <MemberActs member={member} />)}
      </div>
    </>
  )
}
