import { Tag } from '@/components/tag'
import { stateWords, type UserState } from './member-words'

export function StateTag({ state }: { state: UserState }) {
  return <Tag tone={stateWords[state].tone}>{stateWords[state].label}</Tag>
}
