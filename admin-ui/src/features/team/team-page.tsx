import { Button, NativeSelect, VisuallyHidden } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useQuery } from 'urql'
import { Empty } from '@/components/empty'
import { EmptyPage } from '@/components/empty-page'
import { ListBox } from '@/components/list-box'
import classes from '@/components/list-page.module.css'
import { ListSkeleton } from '@/components/list-skeleton'
import { PageFailure } from '@/components/page-failure'
import { PageHeader } from '@/components/page-header'
import { Pager } from '@/components/pager'
import { plural } from '@/lib/format'
import { graphql } from '@/lib/graphql'
import { pageArguments, pageInfoFragment, type Cursor } from '@/lib/paging'
import { oneOf } from '@/lib/search-params'
import { useKept } from '@/lib/use-kept'
import { InviteDialog } from './invite-dialog'
import { stateWords, userStates } from './member-words'
import { memberRowFragment, TeamTable } from './team-table'
import type { TeamSearch } from './team-search'

const teamQuery = graphql(
  `
    query Team($first: Int, $after: String, $last: Int, $before: String, $filter: UserFilter) {
      users(first: $first, after: $after, last: $last, before: $before, filter: $filter) {
        totalCount
        pageInfo {
          ...Page
        }
        edges {
          cursor
          node {
            id
            ...MemberRow
          }
        }
      }
    }
  `,
  [pageInfoFragment, memberRowFragment],
)

const pageSize = 25

interface TeamPageProps {
  search: TeamSearch
  onSearch: (search: TeamSearch) => void
}

/** The members of staff, and the way to invite one. */
export function TeamPage({ search, onSearch }: TeamPageProps) {
  const [{ data, error, fetching, stale }, refetch] = useQuery({
    query: teamQuery,
    requestPolicy: 'cache-and-network',
    variables: { ...pageArguments(search, pageSize), filter: search.state ? { state: [search.state] } : null },
  })
  const [inviting, invitation] = useDisclosure()
  const list = useKept(data?.users)
  const move = (cursor: Cursor) => onSearch({ state: search.state, ...cursor })

  return (
    <>
      <PageHeader
        title="Team"
        documentTitle="Team"
        below="Who may sign in here, and what they may do"
        actions={<Button onClick={invitation.open}>Invite somebody</Button>}
      />
      <div role="search" className={classes.filters}>
        <NativeSelect
          aria-label="State"
          data={[
            { value: '', label: 'Any state' },
            ...userStates.map((state) => ({ value: state, label: stateWords[state].label })),
          ]}
          value={search.state ?? ''}
          onChange={(event) => onSearch({ state: oneOf(userStates, event.currentTarget.value) })}
        />
      </div>
      <VisuallyHidden role="status">{list && `${plural(list.totalCount, 'member')} found`}</VisuallyHidden>
      <ListBox>
        {error && (
          <PageFailure
            error={error}
            cursor={search}
            onRetry={() => refetch({ requestPolicy: 'network-only' })}
            onFirstPage={() => move({})}
          />
        )}
        {!list && !error && <ListSkeleton label="Loading the team" />}
        {list && list.edges.length === 0 && list.totalCount > 0 && <EmptyPage onFirstPage={() => move({})} />}
        {list?.totalCount === 0 && (
          <Empty
            icon="team"
            title="Nobody is in this state"
            action={
              <Button variant="default" onClick={() => onSearch({})}>
                Show all
              </Button>
            }
          >
            The team has members in other states: you are one.
          </Empty>
        )}
        {list && list.edges.length > 0 && (
          <>
            <TeamTable members={list.edges} busy={fetching || stale} />
            <Pager
              page={list.pageInfo}
              total={list.totalCount}
              one="member"
              many="members"
              size={pageSize}
              onMove={move}
            />
          </>
        )}
      </ListBox>
      <InviteDialog opened={inviting} onClose={invitation.close} />
    </>
  )
}
