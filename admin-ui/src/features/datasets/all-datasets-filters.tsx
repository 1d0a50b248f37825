import { Button, NativeSelect } from '@mantine/core'
import classes from '@/components/list-page.module.css'
import { SearchInput } from '@/components/search-input'
import { oneOf } from '@/lib/search-params'
import { isFiltered, silences, type DatasetsSearch } from './all-datasets-search'

interface AllDatasetsFiltersProps {
  search: DatasetsSearch
  onSearch: (search: DatasetsSearch) => void
  /** How often the filters were cleared; each time takes along what is being typed. */
  clearings: number
  onClear: () => void
}

/** Narrows the list by text, by who owns it, by how long it has been silent and by what Meta marks. */
export function AllDatasetsFilters({ search, onSearch, clearings, onClear }: AllDatasetsFiltersProps) {
  const narrow = (change: DatasetsSearch) => onSearch({ ...search, after: undefined, before: undefined, ...change })
  return (
    <div role="search" className={classes.filters}>
      <SearchInput
        key={clearings}
        label="Search datasets"
        q={search.q ?? ''}
        onChange={(q) => narrow({ q: q || undefined })}
      />
      <NativeSelect
        aria-label="Owned or shared"
        data={[
          { value: '', label: 'Owned or shared' },
          { value: 'owned', label: 'Owned' },
          { value: 'shared', label: 'Shared' },
        ]}
        value={search.relation ?? ''}
        onChange={(event) => narrow({ relation: oneOf(['owned', 'shared'], event.currentTarget.value) })}
      />
      <NativeSelect
        aria-label="Silent for"
        data={[
          { value: '', label: 'Silent or not' },
          ...silences.map((days) => ({
            value: String(days),
            label: days === 1 ? 'Silent since yesterday' : `Silent for ${days} days`,
          })),
        ]}
        value={String(search.silent ?? '')}
        onChange={(event) => narrow({ silent: Number(event.currentTarget.value) || undefined })}
      />
      <Button
        variant={search.unavailable ? 'light' : 'default'}
        aria-pressed={search.unavailable !== undefined}
        onClick={() => narrow({ unavailable: search.unavailable ? undefined : 'yes' })}
      >
        Unavailable
      </Button>
      {isFiltered(search) && (
        <Button variant="subtle" onClick={onClear}>
          Clear filters
        </Button>
      )}
    </div>
  )
}
