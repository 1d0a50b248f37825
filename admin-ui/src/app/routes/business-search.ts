import type { DatasetList } from '@/features/datasets/business-datasets'
import type { Cursor } from '@/lib/paging'
import { oneOf, text } from '@/lib/search-params'

/** The parts of a business's page, of which one is shown. */
export type BusinessTab = 'datasets' | 'permissions' | 'leases' | 'activity' | 'settings'

/** What a business's page shows, as it stands in the URL; the cursor belongs to the list in the part that is shown. */
export interface BusinessSearch extends Cursor {
  tab?: Exclude<BusinessTab, 'datasets'>
  list?: Exclude<DatasetList, 'owned'>
}

/** Makes sense of a URL; what it does not understand is dropped. */
export function parseBusinessSearch(raw: Record<string, unknown>): BusinessSearch {
  return {
    tab: oneOf(['permissions', 'leases', 'activity', 'settings'], raw.tab),
    list: oneOf(['shared', 'changes'], raw.list),
    after: text(raw.after),
    before: text(raw.before),
  }
}
