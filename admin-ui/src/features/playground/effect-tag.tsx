import type { OperationTypeNode } from 'graphql'
import { Tag, type Tone } from '@/components/tag'

/** What an operation does to the world, in a word. */
export function EffectTag({ type }: { type: `${OperationTypeNode}` }) {
  const { tone, word } = effects[type]
  return <Tag tone={tone}>{word}</Tag>
}

const effects: Record<`${OperationTypeNode}`, { tone: Tone; word: string }> = {
  query: { tone: 'off', word: 'Reads' },
  mutation: { tone: 'warn', word: 'Changes' },
  subscription: { tone: 'wait', word: 'Watches' },
}
