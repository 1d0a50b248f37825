import { Filters } from '@/components/filters'
import { MenuFilter } from '@/components/menu-filter'
import { isFiltered, type JobsSearch } from './jobs-search'
import { jobStates, nameOfJob, stateWords } from './job-words'

interface JobsFiltersProps {
  search: JobsSearch
  /** The kinds that the queue knows. */
  kinds: string[]
  onNarrow: (change: JobsSearch) => void
  onClear: () => void
}

/** Narrows the list by state and by kind. */
export function JobsFilters({ search, kinds, onNarrow, onClear }: JobsFiltersProps) {
  const chosen = search.kind ?? []
  const offered = [...new Set([...kinds, ...chosen])]
  return (
    <Filters filtered={isFiltered(search)} onClear={onClear}>
      <MenuFilter
        any="All but what is done"
        many="states"
        options={jobStates.map((state) => ({ value: state, label: stateWords[state].label }))}
        chosen={search.state ?? []}
        onChange={(state) => onNarrow({ state })}
      />
      <MenuFilter
        any="Any kind"
        many="kinds"
        options={offered.map((kind) => ({ value: kind, label: nameOfJob(kind) }))}
        chosen={chosen}
        onChange={(kind) => onNarrow({ kind })}
      />
    </Filters>
  )
}
