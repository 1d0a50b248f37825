import type { ReactNode } from 'react'
import { DayRange } from '@/components/day-range'
import { FilterChip } from '@/components/filter-chip'
import { Filters } from '@/components/filters'
import { MenuFilter } from '@/components/menu-filter'
import { SearchInput } from '@/components/search-input'
import { onboardingStatuses, onboardingWords } from '@/lib/onboarding-status'
import { isFiltered, type OnboardingsSearch } from './onboardings-search'

interface OnboardingsFiltersProps {
  search: OnboardingsSearch
  onNarrow: (change: OnboardingsSearch) => void
  /** How often the filters were cleared; each time takes along what is being typed. */
  clearings: number
  onClear: () => void
  actions: ReactNode
}

/** Narrows the list by text, status, business and day. */
export function OnboardingsFilters({ search, onNarrow, clearings, onClear, actions }: OnboardingsFiltersProps) {
  return (
    <Filters filtered={isFiltered(search)} onClear={onClear} actions={actions}>
      <SearchInput
        key={clearings}
        label="Search onboardings"
        placeholder="Support code, business or external id"
        q={search.q ?? ''}
        onChange={(q) => onNarrow({ q: q || undefined })}
      />
      <MenuFilter
        any="Any status"
        many="statuses"
        options={onboardingStatuses.map((status) => ({ value: status, label: onboardingWords[status] }))}
        chosen={search.status ?? []}
        onChange={(status) => onNarrow({ status })}
      />
      <DayRange label="Started" days={search} onChange={onNarrow} />
      {search.business && <FilterChip onRemove={() => onNarrow({ business: undefined })}>Of one business</FilterChip>}
    </Filters>
  )
}
