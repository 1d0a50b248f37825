import { graphql, usePaginationFragment, useRefetchableFragment } from 'react-relay'
import type { business_business$key } from './__generated__/business_business.graphql'
import type { business_datasets$key } from './__generated__/business_datasets.graphql'
import type { businessDatasetsQuery } from './__generated__/businessDatasetsQuery.graphql'
import type { businessRefetchQuery } from './__generated__/businessRefetchQuery.graphql'

/** One business: asked for again by `node(id)`, as are further pages of its datasets. */
export function Business({ business }: { business: business_business$key }) {
  const [data, refetch] = useRefetchableFragment<businessRefetchQuery, business_business$key>(
    graphql`
      fragment business_business on Business @refetchable(queryName: "businessRefetchQuery") {
        name
        status
        labels
        ...business_datasets
      }
    `,
    business,
  )
  return (
    <section aria-label={data.name ?? 'No name yet'}>
      <p>{`${data.status} ${data.labels.join(', ')}`}</p>
      <button onClick={() => refetch({}, { fetchPolicy: 'network-only' })}>Ask again</button>
      <Datasets business={data} />
    </section>
  )
}

function Datasets({ business }: { business: business_datasets$key }) {
  const { data, hasNext, loadNext } = usePaginationFragment<businessDatasetsQuery, business_datasets$key>(
    graphql`
      fragment business_datasets on Business
      @argumentDefinitions(count: { type: "Int", defaultValue: 2 }, cursor: { type: "String" })
      @refetchable(queryName: "businessDatasetsQuery") {
        ownedDatasets(first: $count, after: $cursor) @connection(key: "business_ownedDatasets") {
          totalCount
          edges {
            node {
              id
              name
            }
          }
        }
      }
    `,
    business,
  )
  const { edges, totalCount } = data.ownedDatasets
  return (
    <>
      <p>{`${edges.length} of ${totalCount} datasets`}</p>
      <ul>
        {edges.map(({ node }) => (
          <li key={node.id}>{node.name}</li>
        ))}
      </ul>
      {hasNext && <button onClick={() => loadNext(100)}>More datasets</button>}
    </>
  )
}
