import { Button, Group } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useQuery } from 'urql'
import { PagedList } from '@/components/paged-list'
import { graphql } from '@/lib/graphql'
import { pageArguments, pageInfoFragment, type Cursor } from '@/lib/paging'
import { useKept } from '@/lib/use-kept'
import { useRefetchWhile } from '@/lib/use-refetch-while'
import { CreateDialog } from './create-dialog'
import { endpointFragment } from './endpoint-fragment'
import { EndpointsEmpty } from './endpoints-empty'
import { EndpointsTable } from './endpoints-table'
import classes from './webhook-endpoints.module.css'

const endpointsQuery = graphql(
  `
    query WebhookEndpoints($first: Int, $after: String, $last: Int, $before: String) {
      webhookEndpoints(first: $first, after: $after, last: $last, before: $before) {
        totalCount
        pageInfo {
          ...Page
        }
        edges {
          cursor
          node {
            ...Endpoint
          }
        }
      }
    }
  `,
  [pageInfoFragment, endpointFragment],
)

const pageSize = 25

/** Where events are sent, the newest endpoint first, and the way to make one. */
export function Endpoints({ cursor, onMove }: { cursor: Cursor; onMove: (cursor: Cursor) => void }) {
  const [{ data, error, fetching }, refetch] = useQuery({
    query: endpointsQuery,
    requestPolicy: 'cache-and-network',
    variables: pageArguments(cursor, pageSize),
  })
  const [creating, creation] = useDisclosure()
  const list = useKept(data?.webhookEndpoints)
  const ask = () => refetch({ requestPolicy: 'network-only' })
  useRefetchWhile(true, ask)

  return (
    <>
      <Group justify="space-between" align="flex-start" mb="md">
        <p className={classes.hint}>
          Servers of yours that are told of each change of a business or an onboarding by a signed request, in order and
          until they have taken it.
        </p>
        <Button onClick={creation.open}>Create an endpoint</Button>
      </Group>
      <PagedList
        list={list}
        error={error}
        cursor={cursor}
        one="endpoint"
        many="endpoints"
        size={pageSize}
        onMove={onMove}
        onRetry={ask}
        empty={<EndpointsEmpty onCreate={creation.open} />}
      >
        {(rows) => <EndpointsTable rows={rows} busy={fetching} />}
      </PagedList>
      <CreateDialog opened={creating} onClose={creation.close} />
    </>
  )
}
