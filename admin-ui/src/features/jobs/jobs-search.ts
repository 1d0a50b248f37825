import type { Cursor } from '@/lib/paging'
import { someOf, text } from '@/lib/search-params'
import { jobStates, type JobState } from './job-words'

/** Which jobs are listed, as it stands in the URL. Without a state: those that have not been done. */
export interface JobsSearch extends Cursor {
  state?: JobState[]
  kind?: string[]
}

/** Makes sense of a URL; what it does not understand is dropped. */
export function parseJobsSearch(raw: Record<string, unknown>): JobsSearch {
  const kinds = [raw.kind].flat().flatMap((kind) => text(kind) ?? [])
  return {
    state: someOf(jobStates, raw.state),
    kind: kinds.length > 0 ? kinds : undefined,
    after: text(raw.after),
    before: text(raw.before),
  }
}

export const undone = jobStates.filter((state) => state !== 'COMPLETED')

export function isFiltered({ state, kind }: JobsSearch) {
  return state !== undefined || kind !== undefined
}
