import { Button, NativeSelect, VisuallyHidden } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useQuery } from 'urql'
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
import { ApiKeysEmpty } from './api-keys-empty'
import type { ApiKeysSearch } from './api-keys-search'
import { apiKeyRowFragment, ApiKeysTable } from './api-keys-table'
import { CreateDialog } from './create-dialog'
import { keyStates, keyStateWords } from './key-words'

const apiKeysQuery = graphql(
  `
    query ApiKeys($first: Int, $after: String, $last: Int, $before: String, $filter: ApiKeyFilter) {
      apiKeys(first: $first, after: $after, last: $last, before: $before, filter: $filter) {
        totalCount
        pageInfo {
          ...Page
        }
        edges {
          cursor
          node {
            id
            ...ApiKeyRow
          }
        }
      }
    }
  `,
  [pageInfoFragment, apiKeyRowFragment],
)

const pageSize = 25

interface ApiKeysPageProps {
  search: ApiKeysSearch
  onSearch: (search: ApiKeysSearch) => void
}

/** The keys of partners' backends, and the way to make one. */
export function ApiKeysPage({ search, onSearch }: ApiKeysPageProps) {
  const [{ data, error, fetching, stale }, refetch] = useQuery({
    query: apiKeysQuery,
    requestPolicy: 'cache-and-network',
    variables: { ...pageArguments(search, pageSize), filter: search.state ? { state: [search.state] } : null },
  })
  const [creating, creation] = useDisclosure()
  const list = useKept(data?.apiKeys)
  const move = (cursor: Cursor) => onSearch({ state: search.state, ...cursor })

  return (
    <>
      <PageHeader
        title="API keys"
        documentTitle="API keys"
        below="With a key, a program of yours calls the GraphQL API"
        actions={<Button onClick={creation.open}>Create a key</Button>}
      />
      <div role="search" className={classes.filters}>
        <NativeSelect
          aria-label="State"
          data={[
            { value: '', label: 'Any state' },
            ...keyStates.map((state) => ({ value: state, label: keyStateWords[state].label })),
          ]}
          value={search.state ?? ''}
          onChange={(event) => onSearch({ state: oneOf(keyStates, event.currentTarget.value) })}
        />
      </div>
      <VisuallyHidden role="status">{list && `${plural(list.totalCount, 'API key')} found`}</VisuallyHidden>
      <ListBox>
        {error && (
          <PageFailure
            error={error}
            cursor={search}
            onRetry={() => refetch({ requestPolicy: 'network-only' })}
            onFirstPage={() => move({})}
          />
        )}
        {!list && !error && <ListSkeleton label="Loading API keys" />}
        {list && list.edges.length === 0 && list.totalCount > 0 && <EmptyPage onFirstPage={() => move({})} />}
        {list?.totalCount === 0 && (
          <ApiKeysEmpty filtered={search.state !== undefined} onClear={() => onSearch({})} onCreate={creation.open} />
        )}
        {list && list.edges.length > 0 && (
          <>
            <ApiKeysTable apiKeys={list.edges} busy={fetching || stale} />
            <Pager
              page={list.pageInfo}
              total={list.totalCount}
              one="API key"
              many="API keys"
              size={pageSize}
              onMove={move}
            />
          </>
        )}
      </ListBox>
      <CreateDialog opened={creating} onClose={creation.close} />
    </>
  )
}
