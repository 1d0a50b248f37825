import { Tag } from '@/components/tag'
import type { Endpoint } from './endpoint-fragment'
import { endpointStateWords, stateOf } from './endpoint-state'

export function EndpointStateTag({ endpoint }: { endpoint: Endpoint }) {
  const { label, tone } = endpointStateWords[stateOf(endpoint)]
  return <Tag tone={tone}>{label}</Tag>
}
