import { initGraphQLTada } from 'gql.tada'
import type { introspection } from '@/graphql-env'

/** Types a document from `schema.graphql`; a component reads only the fragment declared beside it. */
export const graphql = initGraphQLTada<{
  introspection: introspection
  scalars: { Date: string; DateTime: string; URL: string }
}>()
