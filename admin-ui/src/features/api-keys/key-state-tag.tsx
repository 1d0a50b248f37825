import { Tag } from '@/components/tag'
import { keyStateWords, type ApiKeyState } from './key-words'

export function KeyStateTag({ state }: { state: ApiKeyState }) {
  return <Tag tone={keyStateWords[state].tone}>{keyStateWords[state].label}</Tag>
}
