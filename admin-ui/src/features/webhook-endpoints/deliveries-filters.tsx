import { FilterChip } from '@/components/filter-chip'
import { Filters } from '@/components/filters'
import { MenuFilter } from '@/components/menu-filter'
import { isFiltered, type DeliveriesSearch } from './deliveries-search'
import { deliveryStates, deliveryStateWords } from './delivery-state'
import { eventTypes, nameOfType } from './event-types'

interface DeliveriesFiltersProps {
  search: DeliveriesSearch
  onNarrow: (change: DeliveriesSearch) => void
  onClear: () => void
}

/** Narrows the list by state, by type and, from a row, by one subject. */
export function DeliveriesFilters({ search, onNarrow, onClear }: DeliveriesFiltersProps) {
  return (
    <Filters filtered={isFiltered(search)} onClear={onClear}>
      <MenuFilter
        any="Any state"
        many="states"
        options={deliveryStates.map((state) => ({ value: state, label: deliveryStateWords[state].label }))}
        chosen={search.state ?? []}
        onChange={(state) => onNarrow({ state })}
      />
      <MenuFilter
        any="Any type"
        many="types"
        options={eventTypes.map((type) => ({ value: type, label: nameOfType(type) }))}
        chosen={search.type ?? []}
        onChange={(type) => onNarrow({ type })}
      />
      {search.subject && <FilterChip onRemove={() => onNarrow({ subject: undefined })}>Of one subject</FilterChip>}
    </Filters>
  )
}
