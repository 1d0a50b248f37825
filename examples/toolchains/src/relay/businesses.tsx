import { graphql, useLazyLoadQuery, usePaginationFragment } from 'react-relay'
import { Business } from './business'
import type { businesses_query$key } from './__generated__/businesses_query.graphql'
import type { businessesPageQuery } from './__generated__/businessesPageQuery.graphql'
import type { businessesQuery } from './__generated__/businessesQuery.graphql'

/** Every business, two at a time. */
export function Businesses() {
  const query = useLazyLoadQuery<businessesQuery>(
    graphql`
      query businessesQuery {
        ...businesses_query
      }
    `,
    {},
  )
  return <BusinessList query={query} />
}

function BusinessList({ query }: { query: businesses_query$key }) {
  const { data, hasNext, loadNext } = usePaginationFragment<businessesPageQuery, businesses_query$key>(
    graphql`
      fragment businesses_query on Query
      @argumentDefinitions(count: { type: "Int", defaultValue: 2 }, cursor: { type: "String" })
      @refetchable(queryName: "businessesPageQuery") {
        businesses(first: $count, after: $cursor, orderBy: { field: NAME, direction: ASC })
          @connection(key: "businesses_businesses") {
          totalCount
          edges {
            node {
              id
              ...business_business
            }
          }
        }
      }
    `,
    query,
  )
  const { edges, totalCount } = data.businesses
  return (
    <>
      <p>{`${edges.length} of ${totalCount} businesses`}</p>
      {edges.map(({ node }) => (
        <Business key={node.id} business={node} />
      ))}
      {hasNext && <button onClick={() => loadNext(2)}>More businesses</button>}
    </>
  )
}
