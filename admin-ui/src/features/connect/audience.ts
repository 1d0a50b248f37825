import { createContext, use, type ComponentType } from 'react'
import type { Problem } from '@/lib/problem'
import type { Words } from './words/words'

/** Where a problem meets its reader: in place of a connection, with a try left, or beside one, with the link spent. */
export type Occasion = 'failed' | 'connected'

/** Who connects: staff in the admin, or the client itself with an onboarding token; and how the page speaks to them. */
export interface Audience {
  kind: 'staff' | 'client'
  words: Words
  /** The language of the words, as Intl knows it. */
  language: string
  /** The partner's name, where it has given one. */
  partner?: string
  Problem: ComponentType<{ problem: Problem; occasion: Occasion }>
}

export const AudienceContext = createContext<Audience | null>(null)

/** Who connects. */
export function useAudience() {
  const audience = use(AudienceContext)
  if (!audience) {
    throw new Error('useAudience outside of AudienceContext')
  }
  return audience
}

/** What the page says. */
export function useWords() {
  return useAudience().words
}
