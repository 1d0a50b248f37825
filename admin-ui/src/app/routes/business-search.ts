import type { DatasetsTab } from '@/features/datasets/business-datasets'
import type { Cursor } from '@/lib/paging'
import { oneOf, text } from '@/lib/search-params'

/** Which datasets a business's page shows, as it stands in the URL. */
export interface BusinessSearch extends Cursor {
  tab?: Exclude<DatasetsTab, 'owned'>
}

/** Makes sense of a URL; what it does not understand is dropped. */
export function parseBusinessSearch(raw: Record<string, unknown>): BusinessSearch {
  return { tab: oneOf(['shared', 'changes'], raw.tab), after: text(raw.after), before: text(raw.before) }
}
