import { Tag } from '@/components/tag'
import { statusWords, type ConnectionStatus } from './status-words'

/** Where the connection of a business stands. */
export function StatusBadge({ status }: { status: ConnectionStatus }) {
  const { label, tone } = statusWords[status]
  return <Tag tone={tone}>{label}</Tag>
}
